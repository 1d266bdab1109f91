#pragma once

#include <string_view>

namespace spindrift::history {

/// The reason in a `PollingStopped` that no log line told of: a change of the upstream's list never
/// reached the cluster, so nobody in it can have polled well. The silence may have begun earlier.
inline constexpr std::string_view inferred_silence = "a change upstream did not arrive";

}  // namespace spindrift::history
