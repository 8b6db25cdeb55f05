# What every target of the project has in common.
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
  set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
endif()

# Warnings as errors, for our own targets only (a consumer's build is not ours to fail).
add_library(gordian_warnings INTERFACE)
target_compile_options(
  gordian_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wundef
                             $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
                             $<$<BOOL:${PROJECT_IS_TOP_LEVEL}>:-Werror>)

function(gordian_target name)
  target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:gordian_warnings>)
  target_compile_features(${name} PUBLIC cxx_std_20)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  if(name STREQUAL "gordian_runtime")
    set_target_properties(${name} PROPERTIES GORDIAN_INSIDE_VICTIM ON)
  endif()
endfunction()
