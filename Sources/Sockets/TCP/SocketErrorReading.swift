import Foundation
import NIOCore
import NIOPosix
import Network

extension SocketError {
  /// What an error of the network means for whoever called.
  init(_ error: any Error, _ endpoint: Endpoint) {
    let place = "\(endpoint)"
    switch error {
    case let error as SocketError: self = error
    case let error as NIOConnectionError: self.init(error, endpoint)
    case ChannelError.connectTimeout: self = .timedOut(place, seconds: TCPStream.patience)
    case let error as IOError: self.init(code: error.errnoCode, place)
    default: self = .system(place, reason: "\(error)")
    }
  }

  private init(_ error: NIOConnectionError, _ endpoint: Endpoint) {
    // Where one address was tried at least, the name is known.
    guard let last = error.connectionErrors.last else {
      self = .unknownHost(endpoint.host)
      return
    }
    self.init(last.error, endpoint)
  }

  init(code: CInt, _ place: String) {
    switch code {
    case ECONNREFUSED: self = .refused(place)
    case ETIMEDOUT: self = .timedOut(place, seconds: TCPStream.patience)
    default: self = .system(place, reason: String(cString: strerror(code)))
    }
  }
}

extension Address {
  /// An address of the operating system.
  init(_ address: SocketAddress?) {
    self.init(
      ip: address?.ipAddress ?? "0.0.0.0", port: UInt16(exactly: address?.port ?? 0) ?? 0)
  }
}
