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
      Parameter<PrivateKey?>.named("key", .privateKey, meaning: "the private key of cert=, in PEM")
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
      let text = (name: text, bytes: try read(interpreter.url(text), text))
      do throws(CryptoError) {
        return try PrivateKey(pem: String(decoding: text.bytes, as: UTF8.self))
      } catch {
        let pem = String(decoding: text.bytes, as: UTF8.self)
        let isLocked = pem.contains("ENCRYPTED")
        if !isLocked, pem.contains("PRIVATE KEY-----") {
          throw CommandError(
            "the key in \(text.name) is none with which this program signs: \(error.reason)",
            details: [
              "it signs with RSA, with secp256r1, secp384r1 and secp521r1, with Ed25519 and Ed448"
            ], status: .badData)
        }
        throw CommandError(
          isLocked
            ? "the private key in \(text.name) is locked with a password"
            : "\(text.name) holds no private key in PEM",
          details: isLocked
            ? ["'openssl pkey -in FILE -out OTHER' takes it off"]
            // A SEQUENCE in DER, as PKCS #12 is (RFC 7292 §4).
            : text.bytes.first == 0x30
              ? [
                "'openssl pkcs12 -in FILE -nocerts -noenc -out OTHER' takes the key out of a file of PKCS #12"
              ] : [],
          status: .badData)
      }
    }
  }

  private static func read(_ file: URL, _ name: String) throws(CommandError) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.read(file)
    } catch {
      throw CommandError("can't read \(name): \(error.reason)", status: .badData)
    }
  }
}
