#pragma once

namespace spindrift::scenario {

/// The fields of a record. A specialisation has
///
///     static void list(auto& field, auto& record)
///
/// which calls `field(name, member, about)` for each. Whoever wants to know the fields passes its
/// own `field`: the reader, the writer, the schema. A `name` is for the schema, which then defines
/// the record once and refers to it.
template <class Record>
struct Fields;

template <class Record>
concept HasFields = requires {
  sizeof(Fields<Record>);
};

}  // namespace spindrift::scenario
