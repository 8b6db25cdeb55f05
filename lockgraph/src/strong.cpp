#include "strong.hpp"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>

#include <algorithm>

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSparse = 8;  // vertices for each edge

std::vector<std::uint32_t> componentsOfAll(const VertexPairs& edges, Vertex vertices) {
  using Csr =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, Vertex, std::uint32_t>;
  const Csr graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), vertices);
  std::vector<std::uint32_t> raw(vertices);
  boost::strong_components(
      graph, boost::make_iterator_property_map(raw.begin(), get(boost::vertex_index, graph)));
  return raw;
}

// What a test did, among all that the program has.
std::vector<std::uint32_t> componentsOfTouched(const VertexPairs& edges, Vertex vertices) {
  std::vector<Vertex> touched;
  for (const auto& [from, to] : edges) touched.insert(touched.end(), {from, to});
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  const auto placeOf = [&](Vertex vertex) {
    return static_cast<Vertex>(std::lower_bound(touched.begin(), touched.end(), vertex) -
                               touched.begin());
  };
  VertexPairs compact;
  for (const auto& [from, to] : edges) compact.emplace_back(placeOf(from), placeOf(to));
  const auto components = componentsOfAll(compact, static_cast<Vertex>(touched.size()));
  // Every other vertex is one by itself.
  std::vector<std::uint32_t> all;
  all.reserve(vertices);
  auto next = static_cast<std::uint32_t>(touched.size());
  std::size_t place = 0;
  for (Vertex vertex = 0; vertex < vertices; ++vertex) {
    const bool isTouched = place < touched.size() && touched[place] == vertex;
    all.push_back(isTouched ? components[place++] : next++);
  }
  return all;
}

}  // namespace

std::vector<std::uint32_t> strongComponents(const VertexPairs& edges, Vertex vertices) {
  return edges.size() < vertices / kSparse ? componentsOfTouched(edges, vertices)
                                           : componentsOfAll(edges, vertices);
}

}  // namespace gordian::lockgraph
