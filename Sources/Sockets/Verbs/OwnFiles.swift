import Commands
import CryptoPrimitives
import Files
import Lab
import Platform
import Screens
import X509

// What comes from files of one's own: certificates, keys, and keys that both sides had before.

extension Parameter where Value == CertificateInFile {
  /// `cert=FILE key=FILE`.
  static var certificateInFile: Parameter {
    Parameter(
      Parameter<[Certificate]?>.named(
        "cert", .chain, meaning: "a certificate of your own with those above it, in PEM"),
      Parameter<PrivateKey?>.named(
        "key", .privateKey, meaning: "the private key of cert=, in PEM, DER or PKCS #12")
    ) { chain, key in CertificateInFile(chain: chain, key: key) }
  }
}

extension Parameter where Value == [Certificate]? {
  /// Whom a server believes that clients are who they say.
  static var clientAuthorities: Parameter {
    .named(
      "ca", .certificates,
      meaning: "authorities of clients' certificates; server.client-auth=require asks for one")
  }
}

extension Parameter where Value == String? {
  /// `psk=NAME:HEX`, as the setting has it.
  static var sharedKey: Parameter {
    .named(
      "psk", .sharedKey,
      meaning:
        "a key that both had before: its name, and the secret in hexadecimal digits or as text")
  }
}

extension Word where Value == String {
  /// Programs outside take such keys in hexadecimal digits alone: a secret that reads so is meant so.
  fileprivate static var sharedKey: Word {
    Word("NAME:HEX") { text, _ in
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].count >= 2, parts[1].count.isMultiple(of: 2),
        parts[1].allSatisfy(\.isHexDigit)
      else { return text }
      return "\(parts[0]):0x\(parts[1])"
    }
  }
}

extension Word where Value == [Certificate] {
  static var certificates: Word { certificates(isChain: false) }

  /// A chain, the owner's certificate first: that one has to be read.
  static var chain: Word { certificates(isChain: true) }

  private static func certificates(isChain: Bool) -> Word {
    .file { text, interpreter throws(CommandError) in
      let found = try CertificateFiles.found(in: .file(interpreter.url(text)))
      if isChain, let error = found.ownIsUnread { throw error }
      for remark in found.remarks { interpreter.surroundings.announce(remark) }
      return found.certificates
    }
  }
}

extension Word where Value == PrivateKey {
  static var privateKey: Word {
    .file { text, interpreter throws(CommandError) in
      let bytes = try read(interpreter.url(text), text)
      var found = PrivateKeyFile(bytes, passphrase: nil)
      if case .wantsPassphrase = found, let typed = interpreter.surroundings.passphrase(text) {
        found = PrivateKeyFile(bytes, passphrase: typed)
      }
      switch found {
      case .keys(let keys): return try signing(keys, text)
      case .unusable(let reason): throw unusable(text, reason)
      case .wantsPassphrase:
        throw CommandError(
          "the private key in \(text) is locked with a password",
          details: ["'openssl pkey -in FILE -out OTHER' takes it off"], status: .badData)
      default: throw CommandError(found, in: text)
      }
    }
  }

  /// The first key of a file, if it is one to sign with.
  private static func signing(
    _ keys: [PrivateKey], _ name: String
  ) throws(CommandError) -> PrivateKey {
    guard let first = keys.first else { throw CommandError(.other, in: name) }
    do throws(CryptoError) {
      return try PrivateKey(der: first.der)
    } catch {
      throw unusable(name, error.reason)
    }
  }

  private static func unusable(_ name: String, _ reason: String) -> CommandError {
    CommandError(
      "the key in \(name) is none with which this program signs: \(reason)",
      details: [
        "it signs with RSA, with secp256r1, secp384r1 and secp521r1, with Ed25519 and Ed448"
      ], status: .badData)
  }

  private static func read(_ file: URL, _ name: String) throws(CommandError) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.read(file)
    } catch {
      throw CommandError("can't read \(name): \(error.reason)", status: .badData)
    }
  }
}
