public import Commands
import CryptoPrimitives
import Foundation
import Lab
import X509

/// What stands behind a verb that reaches outside: settings, and what is no setting.
struct Choices {
  /// Settings for this session.
  var settings: [(key: String, value: String)] = []
  private var others: [String: String] = [:]

  /// - Parameter names: the keys that are no settings.
  init(_ arguments: Arguments, _ names: [(key: String, kind: ArgumentKind)]) {
    for pair in arguments.pairs {
      if names.contains(where: { $0.key == pair.key }) {
        others[pair.key] = pair.value
      } else {
        settings.append((pair.key, pair.value))
      }
    }
  }

  subscript(key: String) -> String? { others[key] }

  /// Real entropy, unless a seed is asked for by name.
  func random() throws(CommandError) -> RandomStream {
    guard let text = others["seed"] else { return .system }
    guard let seed = UInt64(text) else {
      throw CommandError("'\(text)' is no seed: a whole number")
    }
    return .seeded(seed)
  }

  /// Whom to trust beside the authorities of the lab: the certificates of the file that `ca` names, or
  /// those that OpenSSL on this machine trusts.
  func roots(_ interpreter: Interpreter) throws(CommandError) -> [Certificate] {
    guard let file = others["ca"] else { return CertificateFiles.installedRoots() }
    return try CertificateFiles.certificates(in: interpreter.url(file))
  }
}

extension Interpreter {
  /// The courier of this program's sockets, made when it is first needed.
  mutating func sockets() -> SocketCourier {
    if let courier = courier as? SocketCourier { return courier }
    let made = SocketCourier(isInterrupted: surroundings.isInterrupted)
    courier = made
    return made
  }
}

extension CommandError {
  /// Whatever kept a service from beginning.
  public init(reaching error: any Error) {
    switch error {
    case let error as CommandError: self = error
    case let error as SocketError: self.init(error)
    case let error as LabError: self.init(error, in: Lab(seed: 1))
    case let error as RegistryError: self.init(error)
    default: self.init("\(error)")
    }
  }

  /// What went wrong on the network.
  init(_ error: SocketError) {
    self.init(error.words, status: error == .interrupted ? .interrupted : .failed)
    if case .noAddress = error { meant = "connect 127.0.0.1:8443" }
  }
}
