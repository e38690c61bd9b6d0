/// What the caller of `tlslab decrypt` chose.
public struct DecryptionChoices {
  /// A file, or `-`: standard input.
  public var capture: String
  public var keys: [String] = []
  public var keyLogs: [String] = []
  /// Hexadecimal digits.
  public var preSharedKeys: [String] = []
  public var ticketKeys: [String] = []
  public var passphraseFile: String?
  public var json = false
  /// Whether the plaintext is shown.
  public var showsText = false
  /// The folder for plaintext.
  public var folder: String?
  /// The folder for the sound of calls.
  public var soundFolder: String?
  /// The copy with the secrets in it.
  public var copy: String?
  public var watches = false
  public var filter: String?
  /// Whether files may be replaced.
  public var replaces = false

  public init(capture: String) { self.capture = capture }

  /// Whether anything but a private key is there to open with.
  var hasOtherKeys: Bool { !(keyLogs.isEmpty && preSharedKeys.isEmpty && ticketKeys.isEmpty) }
}
