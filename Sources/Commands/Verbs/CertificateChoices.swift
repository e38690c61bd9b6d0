import Bytes
import Explanations
import Lab
import Platform
import Screens
import X509

/// What was chosen for a certificate that is to be made, by whomever: `key=ecdsa days=90`.
struct CertificateChoices {
  var key: CertifiedKey?
  var hash: SignatureHash?
  var padding: SignaturePadding?
  /// Seconds since 1970, as all moments here.
  var from: Int64?
  var to: Int64?
  var days: Int?
  var subject: String?
  var usages: [CertificateProfile.KeyUsage]?
  var serial: [UInt8]?
  var pathLength: Int?
  var permitted: [AlternativeName]?
  var excluded: [AlternativeName]?

  var keyKind: CertifiedKey { key ?? .ecdsa }

  /// An authority's certificate.
  func authority(named name: String, at today: Int64) throws(CommandError) -> CertificateProfile {
    var profile = CertificateProfile.authority(
      subject ?? name, pathLength: pathLength, validFrom: today, validTo: today)
    try complete(&profile, days: 3650, at: today)
    return profile
  }

  /// A server's certificate, or whatever it is made to be.
  func server(
    _ hosts: [String], isAuthority: Bool, purposes: [CertificateProfile.ExtendedKeyUsage]?,
    at today: Int64
  ) throws(CommandError) -> CertificateProfile {
    var profile = CertificateProfile.server(hosts, validFrom: today, validTo: today)
    profile.names = hosts.map { AlternativeName(typed: $0) }
    if keyKind == .rsa1024 || keyKind == .rsa2048 || keyKind == .rsa3072 {
      profile.keyUsages.append(.keyEncipherment)
    }
    if isAuthority {
      profile.basicConstraints = .authority(pathLength: pathLength)
      profile.keyUsages.append(.keyCertSign)
    }
    if let subject { profile.subject = subject }
    try complete(&profile, days: 365, at: today)
    if let purposes { profile.extendedKeyUsages = purposes }
    return profile
  }

  private func complete(
    _ profile: inout CertificateProfile, days usual: Int, at today: Int64
  ) throws(CommandError) {
    profile.validFrom = from ?? today - Self.day
    profile.validTo = to ?? profile.validFrom + Int64(days ?? usual) * Self.day
    guard profile.validFrom <= profile.validTo else {
      throw CommandError("it would end before it begins")
    }
    profile.signatureHash = hash
    profile.usesPSS = padding == .pss
    if let serial { profile.serial = serial }
    if let usages { profile.keyUsages = usages }
    if permitted?.isEmpty == false || excluded?.isEmpty == false {
      profile.nameConstraints = .init(permitted: permitted ?? [], excluded: excluded ?? [])
    }
  }

  private static let day: Int64 = 86_400
}

// MARK: How they are typed

extension Parameter where Value == CertificateChoices {
  static var certificateChoices: Parameter {
    Parameter(
      .named("key", .choice("KEY"), meaning: "which key it is for"),
      .named("hash", .choice("HASH"), meaning: "by which hash it is signed"),
      .named("padding", .choice("PADDING"), meaning: "of a signature by RSA"),
      .named(
        "from", .date("from"),
        meaning: "the first day, such as 2026-12-31; yesterday if none is named"),
      .named("to", .date("to"), meaning: "the last day; in place of days="),
      .named("days", .days, meaning: "how long, from the first day on; 40000 at most"),
      .named("subject", .any("SUBJECT"), meaning: "whose it is"),
      .named("usage", .list("usage"), meaning: "what the key is for, commas between; or none"),
      .named("serial", .serial, meaning: "1 to 20 bytes in hex"),
      .named("path-length", .pathLength, meaning: "how many authorities may follow an authority"),
      .named("permit", .names("permit"), meaning: "an authority signs for these names only"),
      .named("exclude", .names("exclude"), meaning: "an authority signs for all names but these"),
      make: CertificateChoices.init)
  }
}

/// How RSA signs.
enum SignaturePadding: String, Choosable {
  case pkcs1, pss

  var meaning: String { said(.choice, "padding.\(rawValue)") }
}

/// The items of a list with commas between.
private func items(_ text: String) -> [String] {
  text.split(separator: ",").map(\.trimmed)
}

extension Word where Value == Int64 {
  /// `2026-05-01`, at the beginning of that day in UTC.
  fileprivate static func date(_ key: String) -> Word {
    Word("DATE") { text, _ throws(CommandError) in
      let style = Date.ISO8601FormatStyle().year().month().day()
      guard let date = try? Date(text, strategy: style),
        let seconds = Int64(exactly: date.timeIntervalSince1970.rounded())
      else {
        throw CommandError("\(key)=\(text) is no date", details: ["a date: \(key)=2026-12-31"])
      }
      return seconds
    }
  }
}

extension Word where Value == Int {
  fileprivate static var days: Word {
    var word = number("DAYS")
    word.read = { text, _ throws(CommandError) in
      guard let days = Int(text), (1...40_000).contains(days) else {
        throw CommandError("days=\(text) is too long", details: ["at most 40000"])
      }
      return days
    }
    return word
  }

  fileprivate static var pathLength: Word {
    Word("LENGTH") { text, _ throws(CommandError) in
      guard let number = Int(text), (0...100).contains(number) else {
        throw CommandError("path-length=\(text) is no number from 0 to 100")
      }
      return number
    }
  }
}

extension Word where Value == [UInt8] {
  fileprivate static var serial: Word {
    Word("HEX") { text, _ throws(CommandError) in
      guard let bytes = [UInt8](hex: text.count % 2 == 0 ? text : "0" + text),
        (1...20).contains(bytes.count)
      else {
        throw CommandError("serial=\(text) is no serial number", details: ["1 to 20 bytes in hex"])
      }
      return bytes
    }
  }
}

extension Word where Value == [String] {
  /// Hosts with commas between.
  static var hosts: Word { Word("HOSTS") { text, _ throws(CommandError) in items(text) } }
}

extension Word where Value == [AlternativeName] {
  fileprivate static func names(_ key: String) -> Word {
    Word(key) { text, _ throws(CommandError) in items(text).map { AlternativeName(typed: $0) } }
  }
}

extension Word {
  /// Words of a list that have a meaning; `none` is the empty list.
  static func list<Item>(
    _ key: String
  ) -> Word where Value == [Item], Item: RawRepresentable<String> & CaseIterable {
    Word(key) { text, _ throws(CommandError) in
      var found: [Item] = []
      for typed in items(text) where typed != "none" {
        // A server's and a client's purpose have short words too.
        let item = ["server", "client"].contains(typed) ? "\(typed)Auth" : typed
        guard
          let word = Item.allCases.first(where: { $0.rawValue.lowercased() == item.lowercased() })
        else {
          throw CommandError(
            "\(key)=\(typed) is unknown",
            details: ["there are: " + Item.allCases.map(\.rawValue).joined(separator: " ")])
        }
        found.append(word)
      }
      return found
    }
  }
}

extension AlternativeName {
  /// A host, or with `uri:` or `email:` in front another kind of name.
  fileprivate init(typed text: String) {
    if text.hasPrefix("uri:") {
      self = .uri(String(text.dropFirst(4)))
    } else if text.hasPrefix("email:") {
      self = .email(String(text.dropFirst(6)))
    } else if text.contains("/") {
      // A range of addresses has its mask behind it.
      self = .ip(text)
    } else {
      self.init(text)
    }
  }
}
