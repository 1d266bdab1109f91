include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/spindrift)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/spindriftConfigVersion.cmake COMPATIBILITY SameMinorVersion)
configure_package_config_file(
  .cmake/spindriftConfig.cmake.in ${PROJECT_BINARY_DIR}/spindriftConfig.cmake
  INSTALL_DESTINATION ${package_folder})
install(FILES ${PROJECT_BINARY_DIR}/spindriftConfig.cmake
              ${PROJECT_BINARY_DIR}/spindriftConfigVersion.cmake DESTINATION ${package_folder})
if(TARGET spindrift_kernel)
  install(
    EXPORT spindrift
    NAMESPACE spindrift::
    FILE spindriftTargets.cmake
    DESTINATION ${package_folder})
endif()
