#pragma once

#include "tests/analysis/story.hpp"

namespace spindrift::cli {

/// The heart of issue 6083 in a dozen events: B restarts and finds its keys, A is replaced and
/// makes one, B misses it. Told until B's next preparation when `heals`.
[[nodiscard]] analysis::Story regional_story(bool heals);

}  // namespace spindrift::cli
