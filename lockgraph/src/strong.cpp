#include "strong.hpp"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>

namespace gordian::lockgraph {

std::vector<std::uint32_t> strongComponents(const VertexPairs& edges, Vertex vertices) {
  using Csr =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, Vertex, std::uint32_t>;
  const Csr graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), vertices);
  std::vector<std::uint32_t> raw(vertices);
  boost::strong_components(
      graph, boost::make_iterator_property_map(raw.begin(), get(boost::vertex_index, graph)));
  return raw;
}

}  // namespace gordian::lockgraph
