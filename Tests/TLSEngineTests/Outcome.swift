import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

/// How a connection stands when both ends are silent.
enum Outcome: Equatable {
  case established
  /// Nobody failed, and somebody waits for more.
  case waiting
  case failed
}

extension Pair {
  var outcome: Outcome {
    if client.failure != nil || server.failure != nil { return .failed }
    return isEstablished ? .established : .waiting
  }

  /// Holds against each other what each end says of its failure and the alert that it sent.
  func checkAlerts(_ context: @autoclosure () -> String) {
    for side in Side.allCases {
      let fatal = effects(of: side).sentAlerts.filter { $0.level == .fatal }
      switch self[side].failure {
      case nil, .peerAlert:
        if !fatal.isEmpty { Issue.record("\(side) sent \(fatal) without a failure, \(context())") }
      case .internalError(let reason):
        Issue.record("\(side) blames itself: \(reason), \(context())")
      case .some(let failure):
        if fatal != [alert(for: failure)] {
          Issue.record("\(side) sent \(fatal) for \(failure), \(context())")
        }
      }
    }
  }

  /// An end fails, and its alert is the one that the failure maps to.
  func expectFailure(_ context: @autoclosure () -> String) {
    checkAlerts(context())
    if outcome != .failed { Issue.record("\(outcome), \(context())") }
  }
}

/// Pairs of every kind of key exchange.
func makePair(_ suite: CipherSuite) throws -> Pair {
  try makePair(SpokenSuite(suite: suite))
}

func makePair(
  _ spoken: SpokenSuite,
  _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
) throws -> Pair {
  let identities = try TestIdentities.shared()
  var client = identities.client(suites: [spoken.suite])
  var server = identities.server(suites: [spoken.suite])
  client.versions = [spoken.version]
  server.versions = [spoken.version]
  try change(&client, &server)
  return Pair(client: client, server: server)
}
