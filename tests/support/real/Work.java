import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.*;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Threads, monitors, executors, a concurrent map, class loading and garbage collection. */
public class Work {
  private static long balance;

  private static synchronized void add(int amount) {
    balance += amount;
  }

  public static void main(String[] arguments) throws Exception {
    ConcurrentHashMap<Integer, LongAdder> counts = new ConcurrentHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Integer>> results = new ArrayList<>();
    for (int task = 0; task < 64; task++) {
      int number = task;
      results.add(pool.submit(() -> {
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
          add(number % 3 - 1);
          counts.computeIfAbsent(i % 97, key -> new LongAdder()).increment();
          garbage.add(new byte[4096]);
        }
        return garbage.size() + number;
      }));
    }
    int sum = 0;
    for (Future<Integer> result : results) sum += result.get();
    pool.shutdown();
    System.out.println(pool.awaitTermination(60, TimeUnit.SECONDS) + " " + sum + " " + balance);
    System.out.println(counts.values().stream().mapToLong(LongAdder::sum).sum());
    System.out.println(IntStream.range(0, 200000).parallel().mapToLong(i -> i * (long) i).sum());
    Object lock = new Object();
    boolean[] ready = new boolean[1];
    Thread waiter = new Thread(() -> {
      synchronized (lock) {
        ready[0] = true;
        lock.notifyAll();
      }
    });
    synchronized (lock) {
      waiter.start();
      while (!ready[0]) lock.wait();
    }
    waiter.join();
    System.gc();
    System.out.println("done");
  }
}
