import CaptureMaker
import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing
import X509

@Suite("Private keys in every form that the openssl program writes")
struct KeyFileTests {
  private static func file(_ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
    try OpenSSLProgram.run(arguments, input: input)
  }

  private func expectKey(
    _ bytes: [UInt8], _ passphrase: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    guard case .keys(let keys) = PrivateKeyFile(bytes, passphrase: passphrase) else {
      Issue.record("no key", sourceLocation: sourceLocation)
      return
    }
    #expect(
      keys == [try MadeIdentities.shared().rsa.key], sourceLocation: sourceLocation)
  }

  @Test("PEM and DER, old and new, encrypted and not")
  func forms() throws {
    let pem = Array(try MadeIdentities.shared().rsa.key.pem.utf8)
    try expectKey(pem)
    try expectKey(Self.file(["rsa", "-traditional"], pem))
    try expectKey(Self.file(["rsa", "-traditional", "-outform", "DER"], pem))
    try expectKey(Self.file(["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"], pem))
    let sealed = [
      try Self.file(["pkcs8", "-topk8", "-passout", "pass:hunter2"], pem),
      try Self.file(["pkcs8", "-topk8", "-passout", "pass:hunter2", "-outform", "DER"], pem),
      try Self.file(["rsa", "-traditional", "-aes128", "-passout", "pass:hunter2"], pem),
    ]
    for file in sealed {
      try expectKey(file, "hunter2")
      guard case .wantsPassphrase = PrivateKeyFile(file, passphrase: nil),
        case .wrongPassphrase = PrivateKeyFile(file, passphrase: "hunter3")
      else {
        Issue.record("opened without its passphrase")
        continue
      }
    }
  }

  @Test("SEC 1, PKCS #12, several keys in one file")
  func others() throws {
    let identities = try MadeIdentities.shared()
    let curve = Array(identities.ecdsa.key.pem.utf8)
    let sec1 = try Self.file(["ec"], curve)
    guard case .keys(let found) = PrivateKeyFile(sec1, passphrase: nil) else {
      Issue.record("no key")
      return
    }
    #expect(found == [identities.ecdsa.key])
    let pem = Array(identities.rsa.key.pem.utf8)
    guard case .keys(let both) = PrivateKeyFile(curve + pem, passphrase: nil) else {
      Issue.record("no keys")
      return
    }
    #expect(both == [identities.ecdsa.key, identities.rsa.key])
    let scratch = try ScratchFolder()
    let chain = try #require(identities.rsa.chain.first?.pem)
    let input = try scratch.write("both.pem", pem + Array(chain.utf8))
    for options in [[], ["-certpbe", "NONE", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"]] {
      let container = try Self.file(
        ["pkcs12", "-export", "-in", input.path, "-passout", "pass:hunter2"] + options, [])
      try expectKey(container, "hunter2")
      guard case .wrongPassphrase = PrivateKeyFile(container, passphrase: "x") else {
        Issue.record("opened with another passphrase")
        continue
      }
    }
  }

  @Test(
    "By ciphers that libcrypto has retired, in a container without encryption, in UTF-16")
  func retired() throws {
    let pem = Array(try MadeIdentities.shared().rsa.key.pem.utf8)
    let legacy = ["-provider", "legacy", "-provider", "default"]
    let sealed = [
      try Self.file(["rsa", "-traditional", "-des", "-passout", "pass:hunter2"] + legacy, pem),
      try Self.file(["rsa", "-traditional", "-seed", "-passout", "pass:hunter2"] + legacy, pem),
      try Self.file(
        ["pkcs8", "-topk8", "-v1", "PBE-MD5-DES", "-passout", "pass:hunter2"] + legacy, pem),
    ]
    for file in sealed {
      try expectKey(file, "hunter2")
      guard case .wrongPassphrase = PrivateKeyFile(file, passphrase: "hunter3") else {
        Issue.record("opened with another passphrase")
        continue
      }
    }
    let scratch = try ScratchFolder()
    let input = try scratch.write("key.pem", pem)
    let plain = try Self.file(
      [
        "pkcs12", "-export", "-nocerts", "-inkey", input.path, "-keypbe", "NONE", "-certpbe",
        "NONE",
        "-nomac", "-passout", "pass:",
      ], [])
    for passphrase in [nil, "", "x"] { try expectKey(plain, passphrase) }
    try expectKey([0xff, 0xfe] + pem.flatMap { [$0, 0] })
    try expectKey([0xfe, 0xff] + pem.flatMap { [0, $0] })
    for count in stride(from: 0, to: sealed[0].count, by: 7) {
      _ = PrivateKeyFile(Array(sealed[0].prefix(count)), passphrase: "hunter2")
    }
  }

  @Test("What is no private key is told apart")
  func foreign() throws {
    let identities = try MadeIdentities.shared()
    let certificate = try #require(identities.rsa.chain.first)
    guard case .certificate = PrivateKeyFile(Array(certificate.pem.utf8), passphrase: nil),
      case .certificate = PrivateKeyFile(certificate.der, passphrase: nil),
      case .publicKey = PrivateKeyFile(
        Array(identities.rsa.key.publicKey.pem.utf8), passphrase: nil),
      case .other = PrivateKeyFile(Array("hello".utf8), passphrase: nil),
      case .other = PrivateKeyFile([], passphrase: nil)
    else {
      Issue.record("not told apart")
      return
    }
    guard
      case .certificateRequest = PrivateKeyFile(
        try Self.file(
          ["req", "-new", "-subj", "/CN=x", "-key", "/dev/stdin"],
          Array(identities.rsa.key.pem.utf8)), passphrase: nil),
      case .opensshKey = PrivateKeyFile(
        Array("-----BEGIN OPENSSH PRIVATE KEY-----\n".utf8), passphrase: nil),
      case .javaKeystore = PrivateKeyFile([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], passphrase: nil)
    else {
      Issue.record("not told apart")
      return
    }
    let der = identities.rsa.key.der
    for count in 0..<der.count { _ = PrivateKeyFile(Array(der.prefix(count)), passphrase: "x") }
  }

  @Test("PEM on one line is read; cut off or damaged, its line is named")
  func damagedPEM() throws {
    let pem = try MadeIdentities.shared().rsa.key.pem
    try expectKey(Array(pem.replacing("\n", with: "").utf8))
    let lines = pem.split(separator: "\n")
    let cut = "# the key\n" + lines.prefix(9).joined(separator: "\n")
    guard case .cutOff(line: 2) = PrivateKeyFile(Array(cut.utf8), passphrase: nil) else {
      Issue.record("not told as cut off")
      return
    }
    let short = (lines.prefix(9) + lines.suffix(1)).joined(separator: "\n")
    guard case .damaged(line: 1) = PrivateKeyFile(Array(short.utf8), passphrase: nil) else {
      Issue.record("not told as damaged")
      return
    }
  }
}
