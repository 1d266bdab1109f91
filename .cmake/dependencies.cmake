# Imported targets are SYSTEM: their headers are not held to our warnings.
find_package(Boost 1.74 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(Threads REQUIRED)

if(SPINDRIFT_DEVELOPER)
  find_package(benchmark 1.7 REQUIRED)
  if(BUILD_TESTING)
    find_package(Catch2 2.13 REQUIRED)
    find_package(rapidcheck REQUIRED)
  endif()
endif()
