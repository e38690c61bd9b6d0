import Bytes
import TLSWire

// Application data is most of what a saved session holds: as hexadecimal digits it is read and
// written many times faster than as a list of numbers, which is what would be made of it.
extension Message.Content: Codable {
  private enum CodingKeys: String, CodingKey {
    case handshake
    case changeCipherSpec
    case alert
    case applicationData
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let data = try container.decodeIfPresent(Hexadecimal.self, forKey: .applicationData) {
      self = .applicationData(data.wrappedValue)
    } else if let message = try container.decodeIfPresent(
      HandshakeMessage.self, forKey: .handshake)
    {
      self = .handshake(message)
    } else if let alert = try container.decodeIfPresent(Alert.self, forKey: .alert) {
      self = .alert(alert)
    } else {
      _ = try container.decode(Bool.self, forKey: .changeCipherSpec)
      self = .changeCipherSpec
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .handshake(let message): try container.encode(message, forKey: .handshake)
    case .changeCipherSpec: try container.encode(true, forKey: .changeCipherSpec)
    case .alert(let alert): try container.encode(alert, forKey: .alert)
    case .applicationData(let data):
      try container.encode(Hexadecimal(wrappedValue: data), forKey: .applicationData)
    }
  }
}
