# Sanitizers on our own code (GORDIAN_SANITIZE=address,undefined or thread), except on what runs
# inside the victim: the runtime must load before everything else and need libc alone.
if(GORDIAN_SANITIZE)
  add_compile_options(-fsanitize=${GORDIAN_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${GORDIAN_SANITIZE})
endif()

function(gordian_without_sanitizers name)
  if(GORDIAN_SANITIZE)
    target_compile_options(${name} PRIVATE -fno-sanitize=all)
    target_link_options(${name} PRIVATE -fno-sanitize=all)
  endif()
endfunction()
