import Bytes
import TLSWire

// Every extension of the catalogue, in every message in which it may stand. A new one is tested as
// soon as it is declared.
extension SeededGenerator {
  /// An extension with a content drawn at random.
  mutating func value(_ entry: ExtensionEntry) throws -> Extension {
    try value(entry.content, as: entry.type)
  }

  private mutating func value<Content: ExtensionContent>(
    _ content: Content.Type, as type: ExtensionType
  ) throws -> Extension {
    Extension(try value(content), as: type)
  }

  /// Extensions for a message of one kind, each of the catalogue's that may stand there.
  mutating func extensions(in place: ExtensionPlaces) throws -> [Extension] {
    var all: [Extension] = []
    for entry in ExtensionCatalogue.entries where entry.places.contains(place) {
      all.append(try value(entry))
    }
    return all
  }
}

extension Sample {
  static func catalogue(_ random: inout SeededGenerator) throws -> [Sample] {
    var samples: [Sample] = []
    for entry in ExtensionCatalogue.entries {
      for place in entry.places.elements {
        let one = try random.value(entry)
        samples.append(try message(one, in: place, "\(entry.type.label) in \(place)", &random))
      }
    }
    return samples
  }

  /// A message of that kind with one extension.
  private static func message(
    _ one: Extension, in place: ExtensionPlaces, _ name: String, _ random: inout SeededGenerator
  ) throws -> Sample {
    func hello(_ random: [UInt8]) throws -> Sample {
      let hello = ServerHello(random: random, cipherSuite: .aes128GCMSHA256, extensions: [one])
      return try message(hello, name)
    }
    switch place {
    case .clientHello:
      let suites: [CipherSuite] = [.aes128GCMSHA256]
      let hello = ClientHello(random: random.bytes(32), cipherSuites: suites, extensions: [one])
      return try message(hello, name)
    case .serverHello12, .serverHello13: return try hello(random.bytes(32))
    case .helloRetryRequest: return try hello(ServerHello.helloRetryRandom)
    case .encryptedExtensions:
      return try message(EncryptedExtensions(extensions: [one]), name, version: .tls13)
    case .certificateRequest:
      return try message(CertificateRequest13(extensions: [one]), name, version: .tls13)
    case .certificate:
      var certificate = CertificateMessage13(chain: [[0x30]])
      certificate.certificateList[0].extensions = [one]
      return try message(certificate, name, version: .tls13)
    default:
      var ticket = random.newSessionTicket13()
      ticket.extensions = [one]
      return try message(ticket, name, version: .tls13)
    }
  }
}

extension ExtensionPlaces {
  /// One message each.
  var elements: [ExtensionPlaces] {
    (0..<8).map { ExtensionPlaces(rawValue: 1 << $0) }.filter(contains)
  }
}
