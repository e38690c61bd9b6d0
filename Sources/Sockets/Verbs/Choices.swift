public import Commands
import CryptoPrimitives
public import Lab
import Platform
import Screens
import X509

// What may stand behind a verb that reaches outside, beside settings.

extension Parameter where Value == RandomStream {
  /// Real entropy, unless a seed is asked for by name.
  static var entropy: Parameter {
    Parameter(
      Parameter<UInt64?>.named("seed", .seed, meaning: "randomness that can be had again")
    ) { $0.map { .seeded($0) } ?? .system }
  }
}

extension Parameter where Value == [Certificate] {
  /// Whom to trust beside the authorities of the lab: the certificates of a file, or those that
  /// OpenSSL on this machine trusts.
  static var trusted: Parameter {
    Parameter(
      Parameter<[Certificate]?>.named(
        "ca", .certificates, meaning: "certificates to trust, in place of this machine's roots")
    ) { $0 ?? CertificateFiles.installedRoots() }
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
  public init(reaching error: any Error, in lab: Lab) {
    switch error {
    case let error as CommandError: self = error
    case let error as SocketError: self.init(error)
    case let error as LabError: self.init(error, in: lab)
    case let error as RegistryError: self.init(error)
    default: self.init("\(error)")
    }
  }

  /// What went wrong on the network.
  init(_ error: SocketError) {
    self.init(error.words, status: error == .interrupted ? .interrupted : .failed)
    switch error {
    case .noAddress(let text):
      switch Endpoint.slip(in: text) {
      case .other(let other): meant = other
      case .port(let port): details = [String(worded: "'\(port)' is no port: 1 to 65535")]
      case .noPort(let host):
        details = [String(worded: "the port is missing")]
        meant = "\(host):443"
      case nil: meant = "connect 127.0.0.1:8443"
      }
    case .refused:
      details = [
        String(
          worded: "is it the right port, and does the server run? 'listen' opens one")
      ]
    default: break
    }
  }
}
