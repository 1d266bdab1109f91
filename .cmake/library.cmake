include(GNUInstallDirs)

# Builds that are made once and from nothing take half the time so. Not what users run: g++ inlines
# less in a source that is so much larger, and reading a scenario takes a quarter more.
option(SPINDRIFT_UNITY "Compile sixteen sources of a library at once" OFF)
# Where no time is spent, that is no loss: what writes for people is compiled so for users too. `dev`
# compiles each source by itself, and sees what one forgets to include.
option(SPINDRIFT_UNITY_OUTPUT "Compile sixteen sources of what writes for people at once" ON)
option(SPINDRIFT_UNITY_TESTS "Compile sixteen sources of a test program at once" ON)

# spindrift_compile_together(TARGET WHETHER [b.cpp…])
#
# If so, several sources at once, but those that are named: local names of theirs are used by others
# for something else. g++ takes the frame of a coroutine for shared with other sources when its source
# is not the main one, and what it has from an anonymous namespace for a mistake.
function(spindrift_compile_together target whether)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${whether} UNITY_BUILD_BATCH_SIZE 16)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(whether AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# spindrift_add_library(NAME kernel SOURCES a.cpp… HEADERS a.hpp… [LINK public…] [LINK_PRIVATE …]
#                       [FOR_PEOPLE] [ALONE b.cpp…])
#
# Makes the static library spindrift_<name> with the alias spindrift::<name>, in the build and in the
# installed package alike. Headers are included from the project root: "sim/kernel/time.hpp".
# FOR_PEOPLE: writes what people read (SPINDRIFT_UNITY_OUTPUT).
# ALONE: what spindrift_compile_together leaves out.
function(spindrift_add_library)
  cmake_parse_arguments(PARSE_ARGV 0 library "FOR_PEOPLE" "NAME"
                        "SOURCES;HEADERS;LINK;LINK_PRIVATE;ALONE")
  if(library_UNPARSED_ARGUMENTS OR NOT library_NAME OR NOT library_SOURCES)
    message(FATAL_ERROR "spindrift_add_library: NAME and SOURCES wanted, got '${ARGV}'")
  endif()
  set(target spindrift_${library_NAME})

  add_library(${target} STATIC ${library_SOURCES})
  add_library(spindrift::${library_NAME} ALIAS ${target})
  # A header compiles by itself if its source, which includes it first (a tidy check), compiles.
  set(alone ${library_HEADERS})
  list(TRANSFORM library_SOURCES REPLACE "[.]cpp$" ".hpp" OUTPUT_VARIABLE proven)
  list(REMOVE_ITEM alone ${proven})
  list(REMOVE_ITEM library_HEADERS ${alone})
  target_sources(
    ${target}
    PUBLIC FILE_SET HEADERS
           BASE_DIRS ${PROJECT_SOURCE_DIR}
           FILES ${library_HEADERS}
           FILE_SET headers_alone
           TYPE HEADERS
           BASE_DIRS ${PROJECT_SOURCE_DIR}
           FILES ${alone})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PUBLIC ${SPINDRIFT_COMPILE_OPTIONS})
  target_link_libraries(${target} PUBLIC ${library_LINK} PRIVATE ${library_LINK_PRIVATE})
  set(together ${SPINDRIFT_UNITY})
  if(library_FOR_PEOPLE)
    set(together ${SPINDRIFT_UNITY_OUTPUT})
  endif()
  spindrift_compile_together(${target} ${together} ${library_ALONE})
  set_target_properties(
    ${target}
    PROPERTIES EXPORT_NAME ${library_NAME}
               VERIFY_INTERFACE_HEADER_SETS ${SPINDRIFT_DEVELOPER}
               INTERFACE_HEADER_SETS_TO_VERIFY headers_alone)
  install(
    TARGETS ${target}
    EXPORT spindrift
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/spindrift
    FILE_SET headers_alone DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/spindrift)
endfunction()
