public import Bytes
public import TLSEngine
import TLSWire

/// One thing that an attacker who holds no key does to one message on its way.
public struct WireAttack: Hashable, Sendable, Codable {
  /// The name of the message that it waits for, in the RFC's spelling; nil: the next one.
  public var message: String?
  public var deed: Deed

  public init(_ deed: Deed, on message: String? = nil) {
    self.deed = deed
    self.message = message
  }

  /// What happens to the message.
  public enum Deed: Hashable, Sendable, Codable {
    /// Other bytes at an offset, counted from the first byte of the record.
    case change(offset: Int, value: NewValue)
    /// Another value of a field.
    case changeField(FieldPath, value: NewValue, keepsLengths: Bool)
    /// The hello offers no more than this.
    case downgrade(HelloLimit)
    case drop
    /// It arrives twice.
    case replay
    /// It arrives behind the next one of the same sender.
    case reorder
    /// The connection ends here, for both, without a word.
    case truncate
  }

  /// What is put in place of bytes.
  public enum NewValue: Hashable, Sendable, Codable {
    case bytes([UInt8])
    /// The same bytes with the lowest bit of the last one turned over.
    case flipped

    func applied(to old: [UInt8]) -> [UInt8] {
      switch self {
      case .bytes(let new): return new
      case .flipped:
        guard let last = old.last else { return old }
        return old.dropLast() + [last ^ 1]
      }
    }
  }

  /// Whether it waits for a message of this kind.
  public func isFor(_ kind: MessageKind) -> Bool { message == nil || message == kind.name }
}

/// What was done to a message.
public struct Interference: Hashable, Sendable, Codable {
  public var attack: WireAttack
  /// The message's name.
  public var message: String
  /// Which of the session's steps sent it, counted from 0.
  public var step: Int
  public var result: Result

  public init(attack: WireAttack, message: String, step: Int, result: Result) {
    self.attack = attack
    self.message = message
    self.step = step
    self.result = result
  }

  /// Whether anything was done: a message may not have the place that was named.
  public var isDone: Bool {
    if case .impossible = result { false } else { true }
  }

  public enum Result: Hashable, Sendable, Codable {
    /// Bytes from this offset of the record on are others now.
    case changed(offset: Int, before: [UInt8], after: [UInt8])
    case dropped
    case replayed
    /// It waits for the next one.
    case held
    case cut
    /// The message has no such place; it passed as it was.
    case impossible(Impossibility)
  }
}

/// Why a message passed as it was.
public struct Impossibility: Hashable, Sendable {
  public var reason: Reason
  /// Numbers and names that belong to the reason, by the places of its phrase.
  public var values: [String: String]

  init(_ reason: Reason, _ values: [String: String] = [:]) {
    self.reason = reason
    self.values = values
  }

  public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    case sharesRecord = "shares-record"
    /// It ends before the byte that was named.
    case noByte = "no-byte"
    /// It ends before all the bytes that were to be put in place of its own.
    case tooFewBytes = "too-few-bytes"
    /// Its fields can't be seen.
    case protected
    case noField = "no-field"
    /// What is longer does not fit the lengths around it.
    case length
    /// It is no ClientHello that could be rewritten.
    case noHello = "no-hello"
    /// The client does not offer what was to be taken out.
    case notOffered = "not-offered"
    /// A sentence, which earlier programs saved in place of a reason.
    case told
  }
}

extension Impossibility: Codable {
  private enum CodingKeys: String, CodingKey { case reason, values }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(.told, ["text": text])
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Reason.self, forKey: .reason),
      try container.decode([String: String].self, forKey: .values))
  }
}
