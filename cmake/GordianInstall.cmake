# What an installed Gordian offers to CMake: find_package(gordian CONFIG). Each part installs its own
# targets into the export set gordian-targets; here is only what belongs to the package as a whole.
include(CMakePackageConfigHelpers)
set(gordian_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/gordian")

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/gordianConfig.cmake.in" "${PROJECT_BINARY_DIR}/gordianConfig.cmake"
  INSTALL_DESTINATION "${gordian_package_folder}")
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/gordianConfigVersion.cmake" COMPATIBILITY SameMinorVersion)

install(FILES "${PROJECT_BINARY_DIR}/gordianConfig.cmake"
              "${PROJECT_BINARY_DIR}/gordianConfigVersion.cmake"
        DESTINATION "${gordian_package_folder}")
install(
  EXPORT gordian-targets
  NAMESPACE gordian::
  FILE gordianTargets.cmake
  DESTINATION "${gordian_package_folder}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/README.md"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
