// How wide text is on a terminal: measured here and nowhere else.

extension StringProtocol {
  /// How many columns of a terminal the text takes once it is laid out.
  public var columns: Int { GlyphRow(String(self), true).width }

  /// The text as far as it fits; at least one character.
  public func fitting(_ columns: Int) -> String {
    GlyphRow(String(self), true).split(at: columns).0.line.text
  }
}

extension String {
  /// The text up to its last character that is no blank.
  public var withoutTrailingBlanks: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The text with everything made visible that is no character to be read: controls, and marks that
  /// change their neighbours or the direction of writing. Line breaks and blanks stay.
  public var withVisibleControls: String {
    // Of megabytes of JSON each byte is looked at: without a branch between them, many at once.
    let isPlain = utf8.withContiguousStorageIfAvailable { bytes in
      bytes.reduce(0 as UInt8) { $0 | ($1 &- 0x20 > 0x5e && $1 != 0x0a ? 1 : 0) } == 0
    }
    if isPlain == true { return self }
    var text = ""
    for scalar in unicodeScalars {
      text += scalar == "\n" ? "\n" : scalar.glyph(unicode: true, .plain).text
    }
    return text
  }
}

extension Unicode.Scalar {
  func glyph(unicode: Bool, _ style: Style) -> Glyph {
    let isPlain = (0x20...0x7e).contains(value)
    guard !isPlain, !(unicode && isHarmless) else {
      return Glyph(text: String(self), width: isWide ? 2 : 1, style: style)
    }
    let text = value <= 0xff ? "\\x" + padded(2) : "\\u{" + padded(4) + "}"
    return Glyph(text: text, width: text.utf8.count, style: style)
  }

  /// Whether the scalar is a visible character and nothing else: no control, no mark that changes
  /// its neighbours or the direction, nothing unassigned.
  private var isHarmless: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter,
      .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation,
      .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation, .mathSymbol, .currencySymbol, .otherSymbol, .modifierSymbol:
      true
    default: false
    }
  }

  /// Whether terminals give the character two columns.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
      0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
      true
    default: false
    }
  }

  private func padded(_ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
