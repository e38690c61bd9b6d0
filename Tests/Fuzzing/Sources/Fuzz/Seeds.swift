import Bytes
import Commands
import Foundation
import Lab
import SavedValues
import TLSEngine
import TLSWire
import TestConnections
import X509

/// What each target begins with: whole handshakes, certificates of every kind, the lessons, every command
/// that the handbook has.
struct Seeds {
  var repository: URL

  func write(to folder: URL) throws {
    for target in Target.allCases {
      let place = folder.appendingPathComponent(target.rawValue)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for (number, bytes) in try seeds(of: target).enumerated() {
        try Data(bytes).write(to: place.appendingPathComponent("seed-\(number)"))
      }
    }
  }

  private func seeds(of target: Target) throws -> [[UInt8]] {
    switch target {
    case .records: messages.map { [0] + $0.records }
    case .messages: messages.flatMap(handshakes)
    case .connections: ConnectionTarget.moments.indices.map { [UInt8($0), 0, 0, 5, 1] }
    case .certificates:
      CertificateTarget.seeds.flatMap { chain in
        [chain.identity.chain.flatMap { Array($0.pem.utf8) }] + chain.identity.chain.map(\.der)
      }
    case .structures:
      CertificateTarget.seeds.flatMap { chain in
        var seeds: [[UInt8]] = []
        for certificate in chain.identity.chain {
          seeds += [[0] + certificate.der, [2] + certificate.subjectDER]
        }
        if let response = chain.identity.stapledResponse { seeds.append([1] + response) }
        return seeds
      }
    case .lessons:
      try texts(below: "lessons", ending: ".md") + texts(below: "lessons", ending: ".tlslab")
    case .commands: try commands
    case .screens: [Array("\u{1}\u{1}\u{5}plain\u{9}é日本\u{1b}[31m\u{202e} and so on".utf8)]
    case .saved: try saved
    case .calls: calls
    case .captures: CaptureTarget.seeds(messages.map(\.records))
    case .keylogs: KeyLogTarget.seeds
    }
  }

  private var messages: [Message] { ConnectionTarget.moments.compactMap(\.underWay.first) }

  /// Each message of the handshake, in front of it what it means: no key exchange, TLS 1.2.
  private func handshakes(_ message: Message) -> [[UInt8]] {
    var reader = RecordReader()
    reader.append(message.records)
    guard let record = try? reader.next(), record.type == .handshake else { return [] }
    let body = record.fragment.dropFirst(HandshakeMessage.headerLength)
    guard let type = record.fragment.first else { return [] }
    return (0..<6).map { [UInt8($0), UInt8(3 + $0 % 2), type] + body }
  }

  private func texts(below folder: String, ending: String) throws -> [[UInt8]] {
    let place = repository.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: place.path)
      .filter { $0.hasSuffix(ending) }.sorted()
      .map { Array(try Data(contentsOf: place.appendingPathComponent($0))) }
  }

  private var commands: [[UInt8]] {
    get throws {
      let scripts = try texts(below: "transcripts", ending: ".tlslab")
      let handbook = try texts(below: "docs", ending: "commands.md")
      let lines = handbook.joined().split(separator: 0x0a).map(Array.init)
      return scripts + lines.filter { $0.first == UInt8(ascii: "`") || ($0.first ?? 0) > 0x60 }
    }
  }

  private var saved: [[UInt8]] {
    get throws {
      let lab = CommandTarget.interpreter.lab
      let sessions = try lab.sessions.map { [0] + (try SavedValues.encode($0)).dropFirst() }
      return sessions + [
        [1] + (try SavedValues.encode(lab.world)).dropFirst(),
        [2] + (try SavedValues.encode(lab.attacker)).dropFirst(),
        [3] + (try SavedValues.encode(lab)).dropFirst(),
      ]
    }
  }

  private var calls: [[UInt8]] {
    [
      "REGISTER sip:uc.test SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\n"
        + "From: <sip:a@uc.test>;tag=1\r\nTo: <sip:a@uc.test>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n"
        + "Content-Length: 0\r\n\r\n",
      "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
        + "m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
        + "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n",
    ].map { Array($0.utf8) }
  }
}
