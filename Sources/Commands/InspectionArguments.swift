import Platform
import Screens

/// A moment as people and programs write it.
enum Moment {
  /// Seconds since 1970.
  ///
  /// - Throws: for what is none, or leaves open where on earth it was.
  static func seconds(_ text: String) throws(CommandError) -> Int64 {
    if let seconds = number(text) ?? day(text) ?? compact(text) { return seconds }
    let parts = text.split(whereSeparator: { $0 == "T" || $0 == "t" || $0 == " " })
    guard parts.count == 2, let day = day(String(parts[0])) else { throw none(text) }
    let clock = String(parts[1])
    if let zone = clock.lastIndex(where: { "+-".contains($0) }), self.zone(clock) == nil {
      throw CommandError(
        "'\(clock[zone...])' is no time zone",
        details: ["in UTC: \(parts[0])T\(clock[..<zone])Z", "an hour ahead of it: +01:00"],
        status: .usage)
    }
    guard let zone = zone(clock) else {
      throw CommandError(
        "'\(text)' does not say in which time zone",
        details: ["in UTC: \(text)Z", "elsewhere: \(text)+01:00"], status: .usage)
    }
    guard let time = time(clock.prefix(clock.count - zone.length)) else { throw none(text) }
    return day + time - zone.offset
  }

  private static func none(_ text: String) -> CommandError {
    CommandError(
      "'\(text)' is no moment",
      details: ["a day: 2026-12-31", "a moment: 2026-12-31T23:59:59Z", "seconds since 1970: @0"],
      status: .usage)
  }

  /// `@1767225600`.
  private static func number(_ text: String) -> Int64? {
    // Beyond year 9999 no certificate is.
    guard text.hasPrefix("@"), let seconds = Int64(text.dropFirst()),
      (-62_135_596_800..<253_402_300_800).contains(seconds)
    else { return nil }
    return seconds
  }

  private static func digits(_ text: some StringProtocol, _ count: Int) -> Int? {
    guard text.utf8.count == count, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return Int(text)
  }

  /// `2026-12-31`.
  private static func day(_ text: String) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = digits(parts[0], 4), let month = digits(parts[1], 2),
      let day = digits(parts[2], 2)
    else { return nil }
    return date(year, month, day)
  }

  /// `20261231235959Z`, as certificates have it.
  private static func compact(_ text: String) -> Int64? {
    guard text.hasSuffix("Z"), digits(text.dropLast(), 14) != nil else { return nil }
    func part(_ place: Int, _ count: Int) -> Int {
      Int(text.dropFirst(place).prefix(count)) ?? -1
    }
    guard let day = date(part(0, 4), part(4, 2), part(6, 2)) else { return nil }
    return clock(part(8, 2), part(10, 2), part(12, 2)).map { day + $0 }
  }

  /// `23:59`, `23:59:59`, `23:59:59.5`: fractions don't count.
  private static func time(_ text: some StringProtocol) -> Int64? {
    let whole = text.split(separator: ".", omittingEmptySubsequences: false)
    guard whole.count <= 2, whole.dropFirst().allSatisfy({ digits($0, $0.utf8.count) != nil })
    else { return nil }
    let parts = whole[0].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = digits(parts[0], 2),
      let minute = digits(parts[1], 2)
    else { return nil }
    guard parts.count == 3 else { return clock(hour, minute, 0) }
    return digits(parts[2], 2).flatMap { clock(hour, minute, $0) }
  }

  private static func clock(_ hour: Int, _ minute: Int, _ second: Int) -> Int64? {
    guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second else { return nil }
    return Int64(hour * 3600 + minute * 60 + second)
  }

  /// `Z`, `+01:00`, `-0500` at the end of a time.
  private static func zone(_ text: String) -> (offset: Int64, length: Int)? {
    if text.hasSuffix("Z") || text.hasSuffix("z") { return (0, 1) }
    guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return nil }
    let rest = text[sign...]
    let digits = rest.dropFirst().filter { $0 != ":" }
    guard let number = Self.digits(digits, 4), let time = clock(number / 100, number % 100, 0)
    else { return nil }
    return (rest.hasPrefix("-") ? -time : time, rest.count)
  }

  /// The first second of a day of the Gregorian calendar; nil for 30 February and the like.
  private static func date(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard 1...9999 ~= year, 1...12 ~= month, 1...lengths[month - 1] ~= day else { return nil }
    let before = year - 1
    let days =
      before * 365 + before / 4 - before / 100 + before / 400
      + lengths.prefix(month - 1).reduce(0, +) + day - 1
    // As many days lie between the beginning of year 1 and that of 1970.
    return Int64(days - 719_162) * 86_400
  }
}

/// A host as it was given to hold a certificate's names against it.
enum WantedHost {
  /// The name or address itself.
  ///
  /// - Throws: for what is more than that, or nothing.
  static func name(_ text: String) throws(CommandError) -> String {
    guard !text.allSatisfy(\.isWhitespace) else {
      throw CommandError(
        "the host is empty", details: ["without --host no name is looked at"], status: .usage)
    }
    if let range = text.firstRange(of: "://") {
      let rest = text[range.upperBound...].prefix { !"/?#".contains($0) }
      let host = rest.split(separator: "@").last.map(String.init) ?? ""
      throw more(text, "is a URL", withoutPort(host))
    }
    let start = text.lowercased()
    for scheme in ["sip:", "sips:", "xmpp:", "mailto:"] where start.hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count).prefix { !";?/".contains($0) }
      throw more(text, "is a URI", withoutPort(String(rest.split(separator: "@").last ?? "")))
    }
    if let sign = text.lastIndex(of: "@") {
      throw more(text, "has a user in it", withoutPort(String(text[text.index(after: sign)...])))
    }
    if text.hasPrefix("[") { throw more(text, "is an address in brackets", withoutPort(text)) }
    if text.contains("/") {
      throw more(text, "has a path", withoutPort(String(text.prefix { $0 != "/" })))
    }
    let bare = withoutPort(text)
    if bare != text { throw more(text, "has a port", bare) }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    // A dot at the end is the root's.
    guard labels.dropLast().allSatisfy({ !$0.isEmpty }), !text.contains(where: \.isWhitespace)
    else {
      let name = labels.filter { !$0.isEmpty }.joined(separator: ".").filter { !$0.isWhitespace }
      throw CommandError(
        "'\(text)' is no name that a host can have", meant: name.isEmpty ? nil : "--host \(name)",
        status: .usage)
    }
    return text
  }

  private static func more(_ text: String, _ what: String, _ host: String) -> CommandError {
    CommandError(
      "'\(text)' \(what), and a certificate bears a host's name alone",
      meant: host.isEmpty ? nil : "--host \(host)", status: .usage)
  }

  /// Brackets and what stands behind a colon taken off; an address of IPv6 has colons of its own.
  private static func withoutPort(_ text: String) -> String {
    if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy(\.isNumber) else { return text }
    return String(parts[0])
  }
}
