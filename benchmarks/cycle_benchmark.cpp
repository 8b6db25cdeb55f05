// The search for cycles beside plain enumeration by Boost.Graph, and what is cheapest after each
// test of a test binary: an order kept up edge by edge (Pearce and Kelly), the strong components of
// all edges so far, or those of the test's own edges.
#include <benchmark/benchmark.h>
#include <gordian/lockgraph/analysis.hpp>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/directed_graph.hpp>
#include <boost/graph/hawick_circuits.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/tiernan_all_cycles.hpp>
#include <span>
#include <utility>
#include <vector>

#include "cycle_traces.hpp"
#include "pearce_kelly.hpp"

namespace gordian::benchmarks {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

constexpr std::size_t kEnough = 2'000'000;  // cycles, after which enumeration is given up

Graph graphOf(std::span<const Edge> edges, std::uint32_t locks) {
  Graph graph(locks);
  for (const auto& [from, to] : edges) boost::add_edge(from, to, graph);
  return graph;
}

std::vector<Edge> edgesOf(const lockgraph::Trace& trace) {
  std::vector<Edge> edges;
  for (const auto& d : trace.dependencies)
    edges.emplace_back(static_cast<std::uint32_t>(d.held.front().lock),
                       static_cast<std::uint32_t>(d.lock));
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

struct Enough {};

struct Counter {
  std::size_t* cycles;
  template <class Path, class Any>
  void cycle(const Path&, const Any&) {
    if (++*cycles == kEnough) throw Enough{};
  }
};

void analysed(benchmark::State& state, const lockgraph::Trace& trace) {
  lockgraph::Analysis analysis;
  for (auto _ : state) analysis = lockgraph::analyse(trace);
  std::size_t cycles = 0;
  for (const auto& cycle : analysis.cycles)
    cycles += cycle.confidence == lockgraph::Confidence::RuledOut ? 0 : 1;
  state.counters["cycles"] = static_cast<double>(cycles);
  state.counters["all"] = analysis.cut.empty() ? 1 : 0;
}

// `all` enumerates the cycles of its edges.
template <class Enumerate>
void enumerated(benchmark::State& state, const Enumerate& all) {
  std::size_t cycles = 0;
  bool isComplete = true;
  for (auto _ : state) {
    cycles = 0;
    try {
      all(Counter{&cycles});
    } catch (const Enough&) {
      isComplete = false;
    }
  }
  state.counters["cycles"] = static_cast<double>(cycles);
  state.counters["all"] = isComplete ? 1 : 0;
}

void denseOurs(benchmark::State& state) {
  const auto locks = static_cast<std::uint32_t>(state.range(0));
  analysed(state, allPairs(locks, std::min(locks, 8u)));
}
void denseHawick(benchmark::State& state) {
  const auto locks = static_cast<std::uint32_t>(state.range(0));
  const Graph graph = graphOf(edgesOf(allPairs(locks, 1)), locks);
  enumerated(state, [&](Counter counter) { boost::hawick_unique_circuits(graph, counter); });
}
// Tiernan's asks for a graph that can number its vertices anew.
void denseTiernan(benchmark::State& state) {
  const auto locks = static_cast<std::uint32_t>(state.range(0));
  boost::directed_graph<> graph;
  std::vector<boost::directed_graph<>::vertex_descriptor> vertices;
  for (std::uint32_t lock = 0; lock < locks; ++lock) vertices.push_back(graph.add_vertex());
  for (const auto& [from, to] : edgesOf(allPairs(locks, 1)))
    graph.add_edge(vertices[from], vertices[to]);
  enumerated(state, [&](Counter counter) { boost::tiernan_all_cycles(graph, counter); });
}
BENCHMARK(denseOurs)->Arg(7)->Arg(8)->Arg(9)->Arg(200)->Unit(benchmark::kMillisecond);
BENCHMARK(denseHawick)->Arg(7)->Arg(8)->Arg(9)->Arg(200)->Unit(benchmark::kMillisecond);
BENCHMARK(denseTiernan)->Arg(7)->Arg(8)->Arg(9)->Arg(200)->Unit(benchmark::kMillisecond);

void triedOurs(benchmark::State& state) {
  analysed(state, triedBack(4'000, 200));
}
BENCHMARK(triedOurs)->Unit(benchmark::kMillisecond);

// 100,000 locks, a million dependencies, so many of them against the order.
void millionOurs(benchmark::State& state) {
  analysed(state, pairsTrace(100'000, 1'000'000, static_cast<std::uint32_t>(state.range(0))));
}
void millionComponents(benchmark::State& state) {
  const auto edges = orderedPairs(100'000, 1'000'000, static_cast<std::uint32_t>(state.range(0)));
  const Graph graph = graphOf(edges, 100'000);
  std::vector<std::uint32_t> component(100'000);
  for (auto _ : state)
    boost::strong_components(graph, boost::make_iterator_property_map(
                                        component.begin(), get(boost::vertex_index, graph)));
}
void millionOnline(benchmark::State& state) {
  const auto edges = orderedPairs(100'000, 1'000'000, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    OnlineOrder order(100'000);
    for (const auto& [from, to] : edges) benchmark::DoNotOptimize(order.add(from, to));
  }
}
BENCHMARK(millionOurs)
    ->Arg(0)
    ->Arg(10)
    ->Arg(100)
    ->Arg(50'000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(millionComponents)->Arg(0)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(millionOnline)->Arg(0)->Iterations(1)->Unit(benchmark::kMillisecond);

// A test binary: 200 tests, each with 500 dependencies of its own, over 20,000 locks.
constexpr std::size_t kTests = 200;
constexpr std::size_t kOfATest = 500;
constexpr std::uint32_t kLocks = 20'000;

bool hasCycle(std::span<const Edge> edges) {
  std::vector<std::uint32_t> locks;
  for (const auto& [from, to] : edges) locks.insert(locks.end(), {from, to});
  std::sort(locks.begin(), locks.end());
  locks.erase(std::unique(locks.begin(), locks.end()), locks.end());
  const auto numberOf = [&](std::uint32_t lock) {
    return static_cast<std::uint32_t>(std::lower_bound(locks.begin(), locks.end(), lock) -
                                      locks.begin());
  };
  Graph graph(locks.size());
  for (const auto& [from, to] : edges) boost::add_edge(numberOf(from), numberOf(to), graph);
  std::vector<std::uint32_t> component(locks.size());
  const auto count = boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  return static_cast<std::size_t>(count) < locks.size();
}

void testsOnline(benchmark::State& state) {
  const auto edges = orderedPairs(kLocks, kTests * kOfATest, 0);
  for (auto _ : state) {
    OnlineOrder order(kLocks);
    for (const auto& [from, to] : edges) benchmark::DoNotOptimize(order.add(from, to));
  }
}
void testsAllSoFar(benchmark::State& state) {
  const auto edges = orderedPairs(kLocks, kTests * kOfATest, 0);
  for (auto _ : state)
    for (std::size_t test = 1; test <= kTests; ++test)
      benchmark::DoNotOptimize(hasCycle(std::span(edges).first(test * kOfATest)));
}
void testsTheirOwn(benchmark::State& state) {
  const auto edges = orderedPairs(kLocks, kTests * kOfATest, 0);
  for (auto _ : state)
    for (std::size_t test = 0; test < kTests; ++test)
      benchmark::DoNotOptimize(hasCycle(std::span(edges).subspan(test * kOfATest, kOfATest)));
}
BENCHMARK(testsOnline)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(testsAllSoFar)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(testsTheirOwn)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gordian::benchmarks

BENCHMARK_MAIN();
