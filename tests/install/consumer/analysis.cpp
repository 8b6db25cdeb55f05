// The analysis alone, without anything recorded.
#include <gordian/lockgraph/analysis.hpp>

int main() {
  return gordian::lockgraph::analyse({}).cycles.empty() ? 0 : 1;
}
