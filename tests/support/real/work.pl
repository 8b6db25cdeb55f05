# Interpreter threads of Perl: shared data, locks, conditions, a queue.
use strict;
use warnings;
use threads;
use threads::shared;
use Thread::Queue;

my $sum : shared = 0;
my $queue = Thread::Queue->new();
my @workers = map {
  threads->create(sub {
    my $own = 0;
    while (defined(my $item = $queue->dequeue())) {
      $own += $item * $item;
      lock($sum);
      $sum += $item;
    }
    return $own;
  })
} 1 .. 4;
$queue->enqueue($_) for 1 .. 2000;
$queue->end();
my $squares = 0;
$squares += $_->join() for @workers;
print "$sum $squares\n";

my $turn : shared = 0;
my @players = map {
  my $number = $_;
  threads->create(sub {
    for (1 .. 50) {
      lock($turn);
      cond_wait($turn) until $turn % 3 == $number;
      ++$turn;
      cond_broadcast($turn);
    }
  })
} 0 .. 2;
$_->join() for @players;
print "$turn\n";
