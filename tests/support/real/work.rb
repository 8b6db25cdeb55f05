# Threads, queues, mutexes, condition variables and child processes of Ruby.
require "digest"
require "monitor"

work, results = SizedQueue.new(8), Queue.new
workers = 4.times.map do
  Thread.new do
    while (item = work.pop) != :end
      results << [item, Digest::SHA256.hexdigest("text #{item}" * 50)]
    end
  end
end
1000.times { |item| work << item }
4.times { work << :end }
workers.each(&:join)
sorted = 1000.times.map { results.pop }.sort
puts Digest::SHA256.hexdigest(sorted.inspect)

monitor, turn, ready = Monitor.new, 0, nil
ready = monitor.new_cond
players = 3.times.map do |own|
  Thread.new do
    100.times do
      monitor.synchronize do
        ready.wait_while { turn % 3 != own }
        turn += 1
        ready.broadcast
      end
    end
  end
end
players.each(&:join)
puts turn

children = 4.times.map { |number| fork { exit!(Thread.new { number + 1 }.value) } }
puts children.map { |child| Process.wait2(child)[1].exitstatus }.inspect
