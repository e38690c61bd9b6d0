package import CryptoPrimitives
import Screens

extension CommandError {
  /// What is to be said of a file without a private key that can be used.
  package init(_ found: PrivateKeyFile, in file: String) {
    let (name, values): (String, [String: String]) =
      switch found {
      case .wantsPassphrase: ("wants-passphrase", [:])
      case .wrongPassphrase: ("wrong-passphrase", [:])
      case .certificate: ("certificate", [:])
      case .publicKey: ("public-key", [:])
      case .cipherNotRead(let cipher): ("key-cipher", ["cipher": cipher])
      case .opensshKey: ("openssh-key", [:])
      case .certificateRequest: ("certificate-request", [:])
      case .javaKeystore: ("java-keystore", [:])
      case .cutOff(let line): ("key-cut-off", ["line": "\(line)"])
      case .damaged(let line): ("key-damaged", ["line": "\(line)"])
      case .unusable(let reason): ("unusable-key", ["reason": reason])
      case .other, .keys: ("no-private-key", [:])
      }
    self.init(decrypting: name, values.merging(["file": file]) { $1 })
  }

  /// What is to be said of a file that something is to be opened with.
  package init(
    decrypting name: String, _ values: [String: String] = [:], _ status: ExitStatus = .badData
  ) {
    self.init(
      DecryptionWords.words("fault." + name, values),
      details: [DecryptionWords.detail("fault." + name)].compactMap(\.self), status: status)
  }
}
