import Bytes
import Foundation
import Lab
import X509

/// What was typed about a certificate that is to be made: `for=a.test,b.test key=ecdsa days=90`.
struct CertificateChoices {
  private let arguments: Arguments
  private let today: Int64
  let keyKind: CertifiedKey
  /// Hosts in `for=`.
  let hosts: [String]
  /// The authority in `ca=` or `by=`.
  var issuer: String? { arguments.pair("ca") ?? arguments.pair("by") }

  static let key = ArgumentKind.choice(CertifiedKey.allCases.map(\.rawValue))
  private static let shared: [(key: String, kind: ArgumentKind)] = [
    ("key", key), ("hash", .choice(SignatureHash.allCases.map(\.rawValue))),
    ("padding", .choice(["pkcs1", "pss"])), ("from", .text),
    ("to", .text), ("days", .number), ("subject", .text), ("usage", .text), ("serial", .text),
    ("path-length", .text), ("permit", .text), ("exclude", .text),
  ]
  static let authorityPairs = [(key: "by", kind: ArgumentKind.authority)] + shared
  static let issuePairs: [(key: String, kind: ArgumentKind)] =
    [("for", .text), ("ca", .authority)] + shared + [
      ("purpose", .text), ("authority", .choice(["yes", "no"])), ("request", .text),
    ]

  /// - Parameter today: in seconds since 1970.
  init(_ arguments: Arguments, at today: Int64) {
    self.arguments = arguments
    self.today = today
    hosts = Self.items(arguments.pair("for"))
    let word = arguments.pair("key") ?? CertifiedKey.ecdsa.rawValue
    keyKind = CertifiedKey(rawValue: word) ?? .ecdsa
  }

  private static func items(_ text: String?) -> [String] {
    text?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
  }

  /// An authority's certificate.
  func authority(named name: String) throws(CommandError) -> CertificateProfile {
    var profile = CertificateProfile.authority(
      arguments.pair("subject") ?? name, pathLength: try pathLength, validFrom: today,
      validTo: today)
    try complete(&profile, days: 3650)
    return profile
  }

  /// A server's certificate, or whatever it is made to be.
  func server(_ host: String) throws(CommandError) -> CertificateProfile {
    var profile = CertificateProfile.server(
      hosts.isEmpty ? [host] : hosts, validFrom: today, validTo: today)
    profile.names = (hosts.isEmpty ? [host] : hosts).map(Self.name)
    if keyKind == .rsa1024 || keyKind == .rsa2048 || keyKind == .rsa3072 {
      profile.keyUsages.append(.keyEncipherment)
    }
    if arguments.pair("authority") == "yes" {
      profile.basicConstraints = .authority(pathLength: try pathLength)
      profile.keyUsages.append(.keyCertSign)
    }
    if let subject = arguments.pair("subject") { profile.subject = subject }
    try complete(&profile, days: 365)
    return profile
  }

  private func complete(
    _ profile: inout CertificateProfile, days: Int64
  ) throws(CommandError) {
    profile.validFrom = try date("from") ?? today - Self.day
    let length = arguments.pair("days").flatMap { Int64($0) } ?? days
    guard (1...40_000).contains(length) else {
      throw CommandError("days=\(length) is too long", details: ["at most 40000"])
    }
    profile.validTo = try date("to") ?? profile.validFrom + length * Self.day
    guard profile.validFrom <= profile.validTo else {
      throw CommandError("it would end before it begins")
    }
    profile.signatureHash = arguments.pair("hash").flatMap(SignatureHash.init)
    profile.usesPSS = arguments.pair("padding") == "pss"
    if let word = arguments.pair("serial") { profile.serial = try serial(word) }
    if arguments.pair("usage") != nil { profile.keyUsages = try words("usage") }
    if arguments.pair("purpose") != nil { profile.extendedKeyUsages = try words("purpose") }
    let permitted = Self.items(arguments.pair("permit")).map(Self.name)
    let excluded = Self.items(arguments.pair("exclude")).map(Self.name)
    if !permitted.isEmpty || !excluded.isEmpty {
      profile.nameConstraints = .init(permitted: permitted, excluded: excluded)
    }
  }

  private static let day: Int64 = 86_400

  private var pathLength: Int? {
    get throws(CommandError) {
      guard let word = arguments.pair("path-length") else { return nil }
      guard let number = Int(word), (0...100).contains(number) else {
        throw CommandError("path-length=\(word) is no number from 0 to 100")
      }
      return number
    }
  }

  /// `2026-05-01`, at the beginning of that day in UTC.
  private func date(_ key: String) throws(CommandError) -> Int64? {
    guard let word = arguments.pair(key) else { return nil }
    let style = Date.ISO8601FormatStyle().year().month().day()
    guard let date = try? Date(word, strategy: style),
      let seconds = Int64(exactly: date.timeIntervalSince1970.rounded())
    else { throw CommandError("\(key)=\(word) is no date", details: ["a date: \(key)=2026-12-31"]) }
    return seconds
  }

  private func serial(_ word: String) throws(CommandError) -> [UInt8] {
    guard let bytes = [UInt8](hex: word.count % 2 == 0 ? word : "0" + word),
      (1...20).contains(bytes.count)
    else {
      throw CommandError("serial=\(word) is no serial number", details: ["1 to 20 bytes in hex"])
    }
    return bytes
  }

  /// The words of a list that have a meaning; `none` is the empty list.
  private func words<Word: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(CommandError) -> [Word] where Word.RawValue == String {
    var found: [Word] = []
    for typed in Self.items(arguments.pair(key)) where typed != "none" {
      // A server's and a client's purpose have short words too.
      let item = ["server", "client"].contains(typed) ? "\(typed)Auth" : typed
      guard let word = Word.allCases.first(where: { $0.rawValue.lowercased() == item.lowercased() })
      else {
        throw CommandError(
          "\(key)=\(typed) is unknown",
          details: ["there are: " + Word.allCases.map(\.rawValue).joined(separator: " ")])
      }
      found.append(word)
    }
    return found
  }

  /// A host, or with `uri:` or `email:` in front another kind of name.
  private static func name(_ text: String) -> AlternativeName {
    if text.hasPrefix("uri:") { return .uri(String(text.dropFirst(4))) }
    if text.hasPrefix("email:") { return .email(String(text.dropFirst(6))) }
    // A range of addresses has its mask behind it.
    if text.contains("/") { return .ip(text) }
    return AlternativeName(text)
  }
}
