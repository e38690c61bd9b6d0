public import Decryptor
import Media
import Network
public import Pages

/// The calls of a capture, as rows.
public enum CallRows {
  /// One call: who with whom, each direction, and whether it can be heard.
  ///
  /// - Parameters:
  ///   - file: where its sound was written.
  ///   - sessions: what sessions are called that have a name beside their number in the capture.
  public static func rows(
    of call: FollowedCall, file: String? = nil, sessions: [Int: String] = [:]
  ) -> [Block] {
    var blocks: [Block] = [.paragraph(head(call, sessions), indent: 0)]
    for direction in call.directions {
      blocks.append(.paragraph(row(direction, word(direction.party, call)), indent: 4))
    }
    for sentence in sentences(call, sessions) {
      blocks.append(.paragraph(Line(sentence), indent: 4))
    }
    if let file {
      blocks.append(
        .paragraph(Line(DecryptionWords.words("remark.wrote", ["file": file])), indent: 4))
    }
    return blocks
  }

  /// How many of all can be heard.
  public static func whole(_ calls: [FollowedCall]) -> Line {
    let all = "\(calls.count)"
    let heard = calls.count { $0.hearing.isHeard }
    let plain = calls.count(where: \.isByEveryone)
    return Line(
      DecryptionWords.words(
        "whole.calls", ["heard": "\(heard)", "all": all, "plain": "\(plain)"]), .heading)
  }

  private static func head(_ call: FollowedCall, _ sessions: [Int: String]) -> Line {
    let people = [call.caller, call.called].compactMap(\.self).joined(separator: " > ")
    let ways = call.signalling.map { way($0, sessions) }.joined(separator: ", ")
    return label(call) + Line("  call \(call.number)  ", .faint)
      + Line(people.isEmpty ? DecryptionWords.words("call.unsignalled") : people, .field)
      + Line(ways.isEmpty ? "" : "  (\(ways))", .faint)
  }

  private static func label(_ call: FollowedCall) -> Line {
    switch call.hearing {
    case .heard where call.isByEveryone: Line("[HEARD BY EVERYONE]", .bad)
    case .heard: Line("[HEARD]", .bad)
    case .byEveryone: Line("[HEARD BY EVERYONE]", .bad)
    case .notDecoded: Line("[OPEN, NOT DECODED]", .warning)
    case .noMedia: Line("[NOTHING TO HEAR]", .faint)
    default: Line("[SEALED]", .good)
    }
  }

  private static func way(
    _ signalling: FollowedCall.Signalling, _ sessions: [Int: String]
  ) -> String {
    switch signalling {
    case .udp: "SIP, UDP"
    case .tcp: "SIP, TCP"
    case .tls(let stream, _): "SIP, \(sessions[stream] ?? "TLS \(stream)")"
    }
  }

  /// Without signalling nobody tells who called whom: then the sides are told apart, and no more.
  private static func word(_ party: FollowedCall.Party, _ call: FollowedCall) -> String {
    guard call.isUnsignalled else { return party.rawValue }
    return DecryptionWords.words(party == .caller ? "call.one-side" : "call.other-side")
  }

  private static func row(_ direction: FollowedCall.Direction, _ party: String) -> Line {
    let counts = direction.counts
    let ends = "\(text(direction.source)) > \(text(direction.target))"
    var words = [direction.codec, direction.suite].compactMap(\.self)
    words.append("\(direction.packets) packets")
    if direction.hearing.isHeard {
      if counts.refused > 0 { words.append("\(counts.refused) refused") }
      if counts.lost > 0 { words.append("\(counts.lost) lost") }
      if counts.duplicates > 0 { words.append("\(counts.duplicates) twice") }
      let sound = direction.sound
      words.append(seconds(sound.samples.count))
      if sound.leftOut > 0 {
        let time = seconds(sound.leftOut)
        words.append(DecryptionWords.words("call.left-out", ["time": time]))
      }
      if !direction.undecoded.isEmpty { words.append(undecoded(direction.undecoded)) }
    }
    return Line("\(party)  ", .faint) + Line(ends)
      + Line("  " + words.joined(separator: "  "), .faint)
  }

  private static func undecoded(_ counts: [String: Int]) -> String {
    let each = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return DecryptionWords.words("call.undecoded", ["counts": each.joined(separator: ", ")])
  }

  private static func text(_ address: Address) -> String {
    address.ip.contains(":") ? "[\(address.ip)]:\(address.port)" : "\(address.ip):\(address.port)"
  }

  /// Tenths of a second, of samples.
  private static func seconds(_ samples: Int) -> String {
    let tenths = (samples + 400) / 800
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// One for all directions, or one a direction.
  private static func sentences(
    _ call: FollowedCall, _ sessions: [Int: String]
  ) -> [String] {
    let each = call.directions.map { ($0.party, sentence($0, sessions)) }
    guard let first = each.first else { return [sentence(.noMedia)] }
    if each.allSatisfy({ $0.1 == first.1 }) { return [first.1] }
    return each.map { "\(word($0, call)): \($1)" }
  }

  /// What is to be said of one direction.
  public static func sentence(
    _ direction: FollowedCall.Direction, _ sessions: [Int: String] = [:]
  ) -> String {
    let hearing = sentence(direction.hearing, sessions)
    switch direction.hearing {
    case .heard where direction.isUnencrypted:
      return DecryptionWords.words(
        direction.hasTags ? "hearing.heard.unencrypted" : "hearing.heard.bare")
    case .heard where direction.isByEveryone: return DecryptionWords.words("hearing.heard.clear")
    case .notDecoded(let codec) where direction.suite == nil:
      return DecryptionWords.words("hearing.not-decoded.plain", ["codec": codec])
    default: return hearing
    }
  }

  /// Whether something can be heard, and why not.
  public static func sentence(_ hearing: Hearing, _ sessions: [Int: String] = [:]) -> String {
    let values: [String: String] =
      switch hearing {
      case .signallingSealed(let stream): ["session": sessions[stream] ?? "TLS \(stream)"]
      case .suiteNotRead(let name): ["suite": name]
      case .notDecoded(let codec): ["codec": codec]
      case .keyIsNoBase64(let line), .keyNotRead(let line): ["line": line]
      case .keyLength(let needed, let has): ["needed": "\(needed)", "has": "\(has)"]
      case .heard, .byEveryone, .noSignalling, .agreedElsewhere, .dtls, .noKey, .noDescription,
        .wrongKey, .cutOff, .noMedia:
        [:]
      }
    return DecryptionWords.words("hearing." + hearing.name, values)
  }
}
