# Sanitizers on our own code (GORDIAN_SANITIZE=address,undefined or thread), except on targets with the
# property GORDIAN_INSIDE_VICTIM: the runtime must load before everything else and need libc alone.
if(GORDIAN_SANITIZE)
  set(outside "$<NOT:$<BOOL:$<TARGET_PROPERTY:GORDIAN_INSIDE_VICTIM>>>")
  add_compile_options(
    "$<${outside}:-fsanitize=${GORDIAN_SANITIZE};-fno-sanitize-recover=all;-fno-omit-frame-pointer>")
  add_link_options("$<${outside}:-fsanitize=${GORDIAN_SANITIZE}>")
  unset(outside)
endif()
