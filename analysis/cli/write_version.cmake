# cmake -D template=… -D output=… -D source=… -D version=… -D compiler=… -P write_version.cmake
#
# Writes a source file that names the commit. Runs at every build, since a commit changes nothing
# that the build looks at, and leaves the file alone when it would say the same.
set(commit unknown)
find_program(git git)
if(git)
  execute_process(
    COMMAND ${git} -c safe.directory=* describe --always --dirty --abbrev=12 --exclude=*
    WORKING_DIRECTORY ${source}
    OUTPUT_VARIABLE described
    RESULT_VARIABLE failed
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(commit ${described})
  endif()
endif()
configure_file(${template} ${output} @ONLY)
