#include "tests/postgresql/model_driver.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "sim/model/cluster_site.hpp"

namespace spindrift::postgresql {

using kernel::Process;
using kernel::Task;
using model::Bundle;
using model::BundleRecord;
using model::BundleVersion;
using Transaction = model::Datastore::Transaction;
using namespace std::chrono_literals;

namespace {

// Far longer than statements and commits take, and far shorter than the timeouts.
constexpr kernel::Duration quiet = 1s;
constexpr kernel::Duration patience = 1h;

model::Deployment one_cluster() {
  model::DeploymentBuilder build;
  return build.cluster("A", 1).deployment();
}

std::string failure_of(std::string_view why) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{{
      {"could not serialize access due to concurrent update", "serialization failure"},
      {"unique violation on bundles", "unique violation"},
      {"canceling statement due to lock timeout", "lock timeout"},
      {"canceling statement due to statement timeout", "statement timeout"},
      {"terminating connection due to administrator command", "killed"},
  }};
  for (const auto& [text, word] : known) {
    if (why.ends_with(text)) return std::string{word};
  }
  return std::string{why};
}

BundleRecord record_of(int key) {
  const auto number = static_cast<std::uint32_t>(key);
  return {model::Key{model::ServerId{0}, model::KeyType::jwt, number}, model::Time{24h}, false};
}

std::optional<Keys> keys_in(const BundleVersion& bundle) {
  if (!bundle) return std::nullopt;
  Keys keys;
  for (const BundleRecord& record : bundle->jwt_keys.records()) {
    keys.push_back(static_cast<int>(record.key.number));
  }
  return keys;
}

}  // namespace

ModelDriver::ModelDriver()
    : deployment_{one_cluster()},
      world_{deployment_, 1, model::RunOptions{}, seen_},
      store_{world_.clusters.at(0)->datastore} {}

ModelDriver::~ModelDriver() { world_.simulation.root().kill(); }

void ModelDriver::send(const Step& step, const Keys& keys) {
  const auto [entry, is_new] = sessions_.try_emplace(step.session, world_.simulation);
  entry->second.asked = step;
  entry->second.keys = keys;
  if (is_new) {
    const auto number = static_cast<std::uint32_t>(step.session);
    world_.simulation.root().start(kernel::Order{1, number}, serve(step.session));
  }
  entry->second.told.raise();
}

Process ModelDriver::serve(std::size_t number) {
  Session& session = sessions_.at(number);
  for (;;) {
    if (!session.asked) co_await session.told.wait();
    Answer answer{number, {}, {}};
    try {
      co_await carry_out(number, answer);
    } catch (const model::Failure& failure) {
      answer.failure = failure_of(failure.what());
      session.transaction.reset();
    }
    session.asked.reset();
    answers_.push_back(std::move(answer));
  }
}

Task<> ModelDriver::carry_out(std::size_t number, Answer& answer) {
  Session& session = sessions_.at(number);
  auto& transaction = session.transaction;
  const Verb verb = session.asked->verb;
  if (verb == Verb::begin) {
    transaction = std::make_unique<Transaction>(store_);
  } else if (verb == Verb::begin_repeatable) {
    transaction = std::make_unique<Transaction>(store_, model::Isolation::repeatable_read);
  } else if (verb == Verb::limit_lock) {
    transaction->set_timeouts(patience, std::nullopt);
  } else if (verb == Verb::limit_statement) {
    transaction->set_timeouts(std::nullopt, patience);
  } else if (verb == Verb::commit) {
    co_await transaction->commit();
    transaction.reset();
  } else if (verb == Verb::rollback) {
    transaction.reset();
  } else {
    co_await transaction->statement();
    if (verb == Verb::insert || verb == Verb::write) {
      co_await write(number, verb == Verb::insert);
      co_return;
    }
    BundleVersion bundle;
    if (verb == Verb::read) bundle = transaction->read();
    if (verb == Verb::lock) bundle = co_await transaction->read_for_update();
    answer.keys = keys_in(bundle);
    session.sequence = bundle ? bundle->sequence : 0;
  }
}

Task<> ModelDriver::write(std::size_t number, bool first) {
  Session& session = sessions_.at(number);
  const model::ServerId by{0};
  auto next = kernel::Shared<Bundle>::make();
  next->sequence = first ? 0 : ++session.sequence;
  for (const int key : session.keys) next->jwt_keys.append(record_of(key));
  model::BundleEdit edit;
  edit.added.push_back(record_of(session.keys.back()));
  if (first) {
    co_await session.transaction->insert(by, std::move(next), std::move(edit));
  } else {
    co_await session.transaction->update(by, std::move(next), std::move(edit));
  }
}

std::vector<Answer> ModelDriver::settle() {
  world_.simulation.run_until(world_.now() + quiet);
  std::vector<Answer> answers = std::exchange(answers_, {});
  std::sort(answers.begin(), answers.end(),
            [](const Answer& one, const Answer& other) { return one.session < other.session; });
  return answers;
}

void ModelDriver::await(std::size_t session) {
  const auto& asked = sessions_.at(session).asked;
  while (asked && world_.simulation.step()) {
  }
  if (asked) throw std::runtime_error{"the model waits for ever"};
}

void ModelDriver::kill(std::size_t session) {
  Session& killed = sessions_.at(session);
  killed.transaction->terminate();
  if (!killed.asked) killed.transaction.reset();
}

std::optional<Keys> ModelDriver::committed() { return keys_in(store_.committed()); }

}  // namespace spindrift::postgresql
