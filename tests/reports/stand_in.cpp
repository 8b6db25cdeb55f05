// A library that does nothing: the wrapper finds and preloads it like the real runtime.
extern "C" int gordianStandIn;
int gordianStandIn = 0;
