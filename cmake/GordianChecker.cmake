# Whether gordian-check is built, the only program that needs Clang: GORDIAN_CHECKER is then true.
# AUTO is asked again by each configuring, so that installing Clang is enough.
set(GORDIAN_BUILD_CHECKER AUTO
    CACHE STRING "Build gordian-check: ON, OFF, or AUTO: where Clang 19.1's development files are")
set_property(CACHE GORDIAN_BUILD_CHECKER PROPERTY STRINGS AUTO ON OFF)

set(GORDIAN_CHECKER OFF)
string(TOUPPER "${GORDIAN_BUILD_CHECKER}" wanted)
if(wanted STREQUAL "AUTO" AND NOT PROJECT_IS_TOP_LEVEL)
  return() # whoever builds Gordian as a part wants the libraries
endif()
if(wanted STREQUAL "AUTO" OR GORDIAN_BUILD_CHECKER)
  find_package(Clang 19.1 CONFIG QUIET)
  set(GORDIAN_CHECKER ${Clang_FOUND})
  if(NOT Clang_FOUND AND wanted STREQUAL "AUTO")
    message(STATUS "gordian-check is not built: Clang 19.1 was not found (scripts/setup check)")
  elseif(NOT Clang_FOUND)
    message(FATAL_ERROR "GORDIAN_BUILD_CHECKER is ${GORDIAN_BUILD_CHECKER}, but Clang 19.1 was not "
                        "found (scripts/setup check installs it)")
  endif()
endif()
