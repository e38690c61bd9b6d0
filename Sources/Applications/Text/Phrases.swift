import CryptoPrimitives

/// What people of the lab say; which of it, the seed decides.
enum Phrases {
  /// Remarks that say something that is nobody else's business.
  static let remarks = [
    "The board meets at nine; they will sell the Bremen branch.",
    "Dr Noor has the results. Please come before ten.",
    "The spare key lies under the third pot.",
    "We bid 1.2 million. Nobody else may know before noon.",
    "Mina got the job! Don't tell her mother yet.",
    "The code of the door is 4711 until Friday.",
    "I have talked to the lawyer. We should settle.",
    "Take the evening train, I'll be at platform 6.",
  ]

  static let answers = [
    "Understood. I'll bring the papers.", "Who else knows of it?", "Then I'll tell Chen tonight.",
    "Good. Delete this when you have read it.", "I can't before half past.",
    "Really? Call me when you are alone.",
  ]

  /// What stands beside somebody's name.
  static let notes = [
    "at the dentist until 11", "in Oslo until Thursday", "in the board's meeting, room 4",
    "at home, ill", "on a call with the bank", "interviews all day",
  ]

  /// Passwords that a provisioning server makes up.
  static let alphabet = Array("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
}

extension RandomStream {
  /// One of some, as the stream has it.
  func pick<Element>(_ label: String, of elements: [Element]) -> Element {
    let number = substream(label).bytes(4).reduce(0) { $0 << 8 | Int($1) }
    return elements[number % elements.count]
  }

  /// Decimal digits.
  func digits(_ label: String, _ count: Int) -> [Int] {
    substream(label).bytes(count).map { Int($0) % 10 }
  }

  /// A password that nobody can remember.
  func password(_ label: String, length: Int) -> String {
    String(
      substream(label).bytes(length).map { Phrases.alphabet[Int($0) % Phrases.alphabet.count] })
  }
}
