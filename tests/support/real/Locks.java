import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.*;

/** Explicit locks and conditions, phases, futures, short threads, stack dumps, collections. */
public class Locks {
  static class Bounded {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Integer> items = new ArrayDeque<>();

    void put(int item) throws InterruptedException {
      lock.lock();
      try {
        while (items.size() == 4) room.await();
        items.add(item);
        work.signal();
      } finally {
        lock.unlock();
      }
    }

    int take() throws InterruptedException {
      lock.lock();
      try {
        while (items.isEmpty()) work.await();
        room.signal();
        return items.remove();
      } finally {
        lock.unlock();
      }
    }
  }

  private static long throughQueue() throws Exception {
    Bounded queue = new Bounded();
    AtomicLong sum = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      threads.add(new Thread(() -> {
        try {
          for (int i = 0; i < 20000; i++) queue.put(i);
        } catch (InterruptedException ignored) {
        }
      }));
      threads.add(new Thread(() -> {
        try {
          for (int i = 0; i < 20000; i++) sum.addAndGet(queue.take());
        } catch (InterruptedException ignored) {
        }
      }));
    }
    for (Thread thread : threads) thread.start();
    for (Thread thread : threads) thread.join();
    return sum.get();
  }

  private static long inPhases() throws Exception {
    Phaser phaser = new Phaser(1);
    CyclicBarrier barrier = new CyclicBarrier(4);
    ReadWriteLock table = new ReentrantReadWriteLock();
    long[] counts = new long[4];
    for (int n = 0; n < 4; n++) {
      int own = n;
      phaser.register();
      new Thread(() -> {
        try {
          for (int round = 0; round < 500; round++) {
            table.writeLock().lock();
            counts[own]++;
            table.writeLock().unlock();
            barrier.await();
            table.readLock().lock();
            for (long count : counts)
              if (count < round) throw new IllegalStateException();
            table.readLock().unlock();
          }
          phaser.arriveAndDeregister();
        } catch (Exception error) {
          error.printStackTrace();
          System.exit(1);
        }
      }).start();
    }
    phaser.arriveAndAwaitAdvance();
    return counts[0] + counts[1] + counts[2] + counts[3];
  }

  private static long inFutures() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(4);
    List<CompletableFuture<Integer>> parts = new ArrayList<>();
    for (int n = 0; n < 500; n++) {
      int number = n;
      parts.add(CompletableFuture.supplyAsync(() -> new byte[20000].length + number, pool)
                    .thenCombineAsync(
                        CompletableFuture.supplyAsync(() -> number, pool), Integer::sum, pool));
    }
    long sum = 0;
    for (CompletableFuture<Integer> part : parts) sum += part.get();
    pool.shutdown();
    pool.awaitTermination(30, TimeUnit.SECONDS);
    return sum;
  }

  public static void main(String[] arguments) throws Exception {
    Timer timer = new Timer(true);
    timer.schedule(new TimerTask() {
      public void run() {
        Thread.getAllStackTraces();
        System.gc();
      }
    }, 5, 25);
    System.out.println(throughQueue() + " " + inPhases() + " " + inFutures());
    AtomicLong ended = new AtomicLong();
    for (int round = 0; round < 40; round++) {
      List<Thread> brief = new ArrayList<>();
      for (int n = 0; n < 20; n++) brief.add(new Thread(ended::incrementAndGet));
      for (Thread thread : brief) thread.start();
      for (Thread thread : brief) thread.join();
    }
    System.out.println(ended.get());
  }
}
