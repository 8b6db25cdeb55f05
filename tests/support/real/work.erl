% Schedulers, asynchronous threads for files, tables, timers and ports of the Erlang machine.
-module(work).
-export([main/0]).

ring(Last, 0) -> Last ! done;
ring(Last, N) ->
  Next = spawn(fun() -> ring(Last, N - 1) end),
  receive Message -> Next ! Message after 0 -> ok end.

square(Parent, N) ->
  ets:insert(numbers, {N, N * N}),
  file:write_file("file" ++ integer_to_list(N rem 8), integer_to_list(N)),
  Parent ! {self(), N * N}.

main() ->
  ets:new(numbers, [named_table, public, {write_concurrency, true}]),
  Self = self(),
  spawn(fun() -> ring(Self, 20000) end),
  receive done -> ok end,
  Workers = [spawn(fun() -> square(Self, N) end) || N <- lists:seq(1, 2000)],
  Sum = lists:sum([receive {Worker, Result} -> Result end || Worker <- Workers]),
  Ports = [os:cmd("echo " ++ integer_to_list(N)) || N <- lists:seq(1, 10)],
  timer:send_after(20, tick),
  receive tick -> ok end,
  erlang:garbage_collect(),
  io:format("~p ~p ~p~n", [Sum, ets:info(numbers, size), Ports]),
  halt(0).
