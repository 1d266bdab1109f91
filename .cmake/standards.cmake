# What every target of the project is compiled with, whatever preset is used. Warnings are the
# presets' business: a consumer's compiler may know warnings we have never seen.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release unless told otherwise" FORCE)
endif()

# One place to find the programs in: .build/<preset>/bin/spindrift.
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endif()

# ccache refuses precompiled headers unless it is told that __TIME__ and the headers' macros do not
# matter; they do not here, as nothing of ours prints the time of its compilation.
find_program(SPINDRIFT_CCACHE ccache)
mark_as_advanced(SPINDRIFT_CCACHE)
if(SPINDRIFT_CCACHE AND PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${SPINDRIFT_CCACHE})
endif()

# a*b+c contracts to a fused multiply-add where the machine has one, also with -std=c++20, and then
# results differ between machines. PUBLIC on the libraries, since headers hold arithmetic as well.
set(SPINDRIFT_COMPILE_OPTIONS -ffp-contract=off)
