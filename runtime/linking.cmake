# A linked runtime hooks nothing unless the loader sees it before the C library, and the linker drops
# a library that nobody seems to need. So it is named first and kept, whatever else is linked.
target_link_options(
  gordian_runtime
  INTERFACE
  "SHELL:-Wl,--push-state,--no-as-needed \"$<TARGET_FILE:gordian::runtime>\" -Wl,--pop-state")
set_target_properties(gordian_runtime PROPERTIES EXPORT_NAME runtime)
install(
  TARGETS gordian_runtime
  EXPORT gordian-targets
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  FILE_SET HEADERS)

# The installed tree can be moved: the file finds the prefix from where it lies.
file(RELATIVE_PATH gordian_pc_to_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
     "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" gordian_pc_to_prefix "${gordian_pc_to_prefix}")
configure_file("${CMAKE_CURRENT_SOURCE_DIR}/gordian.pc.in" "${PROJECT_BINARY_DIR}/gordian.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/gordian.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
