// Threads, monitors, tasks, semaphores and garbage collection of Mono.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

class Work {
  static readonly object gate = new object();
  static readonly Queue<int> items = new Queue<int>();
  static long sum;

  static void Produce() {
    for (int i = 0; i < 5000; i++)
      lock (gate) {
        while (items.Count == 8) Monitor.Wait(gate);
        items.Enqueue(i);
        Monitor.PulseAll(gate);
      }
  }

  static void Consume() {
    for (int i = 0; i < 5000; i++)
      lock (gate) {
        while (items.Count == 0) Monitor.Wait(gate);
        sum += items.Dequeue();
        Monitor.PulseAll(gate);
      }
  }

  static void Main() {
    var threads = new List<Thread>();
    for (int n = 0; n < 3; n++) {
      threads.Add(new Thread(Produce));
      threads.Add(new Thread(Consume));
    }
    threads.ForEach(thread => thread.Start());
    threads.ForEach(thread => thread.Join());
    Console.WriteLine(sum);
    var tasks = Enumerable.Range(0, 200).Select(n => Task.Run(() => {
      var garbage = new List<byte[]>();
      for (int i = 0; i < 50; i++) garbage.Add(new byte[8192]);
      return garbage.Count + n;
    })).ToArray();
    Task.WaitAll(tasks);
    Console.WriteLine(tasks.Sum(task => task.Result));
    var slots = new SemaphoreSlim(2);
    int busy = 0, most = 0;
    Parallel.For(0, 100, n => {
      slots.Wait();
      int now = Interlocked.Increment(ref busy);
      lock (gate) most = Math.Max(most, now);
      Interlocked.Decrement(ref busy);
      slots.Release();
    });
    GC.Collect();
    Console.WriteLine(most <= 2);
  }
}
