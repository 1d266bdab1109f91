# Run by ctest with -P: install, then configure, build and run the consumer against what was
# installed and nothing else.

set(prefix ${SCRATCH}/installed)
set(consumer_build ${SCRATCH}/consumer)
file(REMOVE_RECURSE ${prefix} ${consumer_build})

execute_process(
  COMMAND ${CMAKE_COMMAND} --install ${BUILD_FOLDER} --prefix ${prefix} --config ${BUILD_TYPE}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

set(configure
    ${CMAKE_COMMAND} -G ${GENERATOR} -S ${CONSUMER} -D CMAKE_PREFIX_PATH=${prefix} -D
    CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_BUILD_TYPE=${BUILD_TYPE} -D CMAKE_CXX_FLAGS=${FLAGS})
execute_process(COMMAND ${configure} -B ${consumer_build} -D WANTED_VERSION=${VERSION}
                        COMMAND_ERROR_IS_FATAL ANY)

# The package that was found must be the one just installed, not one of the machine's.
file(STRINGS ${consumer_build}/CMakeCache.txt found REGEX "^spindrift_DIR:")
string(FIND "${found}" "${prefix}/" place)
if(place EQUAL -1)
  message(FATAL_ERROR "The consumer found another package: ${found}")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} --build ${consumer_build} --config ${BUILD_TYPE}
                        COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${consumer_build}/consumer COMMAND_ERROR_IS_FATAL ANY)

# Before 1.0 another minor version may differ in anything: asking for one must be refused.
execute_process(
  COMMAND ${configure} -B ${consumer_build}-of-the-future -D WANTED_VERSION=0.999
  RESULT_VARIABLE refused
  OUTPUT_QUIET ERROR_QUIET)
if(refused EQUAL 0)
  message(FATAL_ERROR "A consumer that asked for version 0.999 got ${VERSION}")
endif()
