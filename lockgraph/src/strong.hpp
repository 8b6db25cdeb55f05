// Strongly connected components of any graph, by number of vertex: Tarjan (1972) as
// boost::strong_components. Cost: O(vertices + edges), most of it for vertices that have edges.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace gordian::lockgraph {

using Vertex = std::uint32_t;
using VertexPairs = std::vector<std::pair<Vertex, Vertex>>;

// By vertex: its component, a number below that of the vertices.
std::vector<std::uint32_t> strongComponents(const VertexPairs& edges, Vertex vertices);

}  // namespace gordian::lockgraph
