import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing
import X509

@Suite("Files that hold certificates, and files that do not")
struct CertificateFileTests {
  private static let chain = Result {
    try CertificateCatalogue(
      host: "sip.uc.test", at: 1_767_225_600,
      ownKey: .makeRSA(bits: 2048, random: .seeded(3)), random: .seeded(4)
    ).chain(.good).identity.chain
  }

  private func read(_ text: String) -> CertificateFile { CertificateFile(Array(text.utf8)) }

  @Test("However the text is laid out: marks, line ends, blanks, headers, other things between")
  func layouts() throws {
    let chain = try Self.chain.get()
    let pem = chain[0].pem
    let lines = pem.split(separator: "\n")
    let digits = lines.dropFirst().dropLast().joined()
    let layouts = [
      pem, "\u{feff}" + pem, pem.replacing("\n", with: "\r\n"), pem.replacing("\n", with: "\r"),
      "a word\n" + pem + "and another", String(pem.dropLast()),
      lines.map { "  \($0) \t" }.joined(separator: "\n"),
      [String(lines[0]), digits, String(lines[lines.count - 1])].joined(separator: "\n"),
      pem.replacing("CERTIFICATE", with: "X509 CERTIFICATE"),
      lines[0] + "\nX-Name: a\n b\n\n" + lines.dropFirst().joined(separator: "\n"),
    ]
    for (place, layout) in layouts.enumerated() {
      let file = read(layout)
      #expect(file.certificates == [chain[0]] && file.unread.isEmpty, "layout \(place)")
    }
    let both = read(chain.map(\.pem).joined(separator: "# the issuer\n"))
    #expect(both.certificates == chain)
  }

  @Test("DER: alone, with a line break behind it, several behind each other")
  func der() throws {
    let chain = try Self.chain.get()
    #expect(CertificateFile(chain[0].der).certificates == [chain[0]])
    #expect(CertificateFile(chain[0].der + [0x0d, 0x0a]).certificates == [chain[0]])
    #expect(CertificateFile(chain.flatMap(\.der)).certificates == chain)
    #expect(CertificateFile(Array(chain[0].der.dropLast())).kind == .cutOff)
    #expect(CertificateFile(chain[0].der + [1, 2]).kind == .otherDER)
    // Zeros fill a file up, in both forms; anything else behind is no certificate's.
    let filled = CertificateFile(chain[0].der + [0, 0])
    #expect(filled.certificates == [chain[0]] && filled.filled == 1)
    func text(_ der: [UInt8]) -> String {
      "-----BEGIN CERTIFICATE-----\n\(Data(der).base64EncodedString())\n-----END CERTIFICATE-----\n"
    }
    let written = read(text(chain[0].der + [0, 0]))
    #expect(written.certificates == [chain[0]] && written.filled == 1)
    #expect(read(text(chain[0].der + [1, 2])).unread.count == 1)
  }

  @Test("Where a text is damaged: which certificate, from which line on, and in which line")
  func damage() throws {
    let chain = try Self.chain.get()
    let good = chain[1].pem
    let start = good.split(separator: "\n").count + 1
    let pem = chain[0].pem
    let lines = pem.split(separator: "\n").map(String.init)
    func joined(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
    var odd = lines
    odd[3] = "!" + odd[3].dropFirst()
    var short = lines
    short[4] = String(short[4].dropLast())
    let cases: [(text: String, reason: PEMDamage)] = [
      (joined(odd), .notBase64(line: start + 3)), (joined(short), .cutOff),
      (joined(lines.dropLast()), .noEnd),
      (
        pem.replacing("END CERTIFICATE", with: "END PRIVATE KEY"),
        .otherEnd("PRIVATE KEY", line: start + lines.count - 1)
      ),
      (joined([lines[0], lines[lines.count - 1]]), .empty),
    ]
    for (text, reason) in cases {
      let file = read(good + text + good)
      #expect(file.certificates.count == (reason == .noEnd ? 2 : 2))
      #expect(
        file.unread == [.init(number: 2, line: start, reason: .text(reason))], "\(reason)")
    }
    // Two files put together, of which the first one has no line break at its end.
    let glued = read(good + pem.dropLast() + good)
    #expect(glued.certificates == [chain[1], chain[1]])
    #expect(
      glued.unread == [
        .init(number: 2, line: start, reason: .text(.joined(line: start + lines.count - 1)))
      ])
    // Bytes that are no certificate.
    let wrong = read(good + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    #expect(wrong.unread.map(\.number) == [2] && wrong.certificates.count == 1)
  }

  @Test("What else people hand over goes by its name, in PEM and in DER")
  func otherKinds() throws {
    let folder = try ScratchFolder()
    func openssl(_ arguments: String...) throws { _ = try OpenSSLProgram.run(arguments) }
    func path(_ name: String) -> String { folder.path(name) }
    let chain = try Self.chain.get()
    try folder.write("cert.pem", Array(chain[0].pem.utf8))
    try openssl(
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path("key"))
    try openssl("genpkey", "-algorithm", "RSA", "-out", path("rsa"))
    try openssl("req", "-x509", "-new", "-key", path("key"), "-subj", "/CN=a", "-out", path("own"))
    try openssl(
      "pkcs12", "-export", "-in", path("own"), "-inkey", path("key"), "-passout", "pass:x", "-out",
      path("p12"))
    var made: [(arguments: [String], kind: FileKind)] = []
    for form in ["PEM", "DER"] {
      made += [
        (["req", "-new", "-key", path("key"), "-subj", "/CN=a", "-outform", form], .request),
        (["pkcs8", "-topk8", "-nocrypt", "-in", path("key"), "-outform", form], .privateKey),
        (
          ["pkcs8", "-topk8", "-passout", "pass:x", "-in", path("key"), "-outform", form],
          .privateKey
        ),
        (["ec", "-in", path("key"), "-outform", form], .privateKey),
        (["rsa", "-in", path("rsa"), "-traditional", "-outform", form], .privateKey),
        (["pkey", "-in", path("key"), "-pubout", "-outform", form], .publicKey),
        (["rsa", "-in", path("rsa"), "-RSAPublicKey_out", "-outform", form], .publicKey),
        (["crl2pkcs7", "-nocrl", "-certfile", path("cert.pem"), "-outform", form], .pkcs7),
      ]
    }
    for (arguments, kind) in made {
      let bytes = try OpenSSLProgram.run(arguments)
      #expect(CertificateFile(bytes).kind == kind, "\(arguments)")
    }
    #expect(CertificateFile(try folder.read("p12")).kind == .pkcs12)
    let pem = chain[0].pem
    let others: [([UInt8], FileKind)] = [
      ([], .empty), ([0x0a], .empty), (Array("<!DOCTYPE html><html>".utf8), .webPage),
      (Array(pem.utf8).flatMap { [$0, 0] }, .utf16), ([0xff, 0xfe] + Array("a".utf8), .utf16),
      (Array(pem.replacing("\n", with: "\\n").utf8), .escapedLines),
      (
        Array(pem.split(separator: "\n").dropFirst().dropLast().joined(separator: "\n").utf8),
        .bareBase64
      ),
      (Array("ssh-ed25519 AAAA a".utf8), .otherKey), (Array("a word".utf8), .text),
      ([7, 0, 7], .bytes),
      ([0xfe, 0xed, 0xfe, 0xed, 0], .keystore), ([0x1f, 0x8b, 8], .archive),
    ]
    for (bytes, kind) in others { #expect(CertificateFile(bytes).kind == kind, "\(kind)") }
  }

  @Test(
    "A frame goes by what is in it, also where its length is left open; so do requests and pairs")
  func frames() throws {
    let folder = try ScratchFolder()
    func path(_ name: String) -> String { folder.path(name) }
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path("key"), "-subj", "/CN=a",
      "-out", path("own"),
    ])
    try folder.write("text", Array("a word".utf8))
    for form in ["PEM", "DER"] {
      for more in [["cms", "-encrypt", "-aes256"], ["smime", "-encrypt", "-stream", "-aes256"]] {
        let bytes = try OpenSSLProgram.run(
          more + ["-outform", form, "-in", path("text"), path("own")])
        #expect(CertificateFile(bytes).kind == .pkcs7Encrypted, "\(more) \(form)")
      }
    }
    // X.690 §8.1.3.6.
    let signed = try OpenSSLProgram.run([
      "cms", "-sign", "-stream", "-nodetach", "-outform", "DER", "-in", path("text"), "-signer",
      path("own"), "-inkey", path("key"),
    ])
    #expect(signed.starts(with: [0x30, 0x80]) && CertificateFile(signed).kind == .pkcs7)
    #expect(CertificateFile(Array(signed.dropLast())).kind == .cutOff)
    _ = try OpenSSLProgram.run([
      "ocsp", "-issuer", path("own"), "-cert", path("own"), "-reqout", path("question"),
    ])
    #expect(CertificateFile(try folder.read("question")).kind == .ocspRequest)
  }

  @Test("Pairs of certificates, and certificates of attributes, which hold no key")
  func relatives() throws {
    let chain = try Self.chain.get()
    let pair = chain.prefix(2).enumerated().flatMap { place, certificate in
      DER.element(0xa0 + UInt8(place), certificate.der)
    }
    #expect(CertificateFile(DER.element(0x30, pair)).kind == .certificatePair)
    // RFC 5755 §4.1: version, holder, issuer, algorithm, number.
    let sequence = DER.sequence()
    let content = DER.sequence(
      DER.integer([1]), sequence, DER.element(0xa0, []), sequence, DER.integer([7]), sequence)
    let attributes = DER.sequence(content, sequence, DER.element(0x03, [0]))
    #expect(CertificateFile(attributes).kind == .attributeCertificate)
  }

  @Test("TRUSTED CERTIFICATE: the certificate without the settings behind it")
  func trusted() throws {
    let chain = try Self.chain.get()
    let pem = try OpenSSLProgram.text(
      ["x509", "-trustout", "-addtrust", "serverAuth"], input: Array(chain[0].pem.utf8))
    #expect(pem.contains("TRUSTED CERTIFICATE"))
    let file = read(pem)
    #expect(file.certificates == [chain[0]] && file.trustSettings == 1)
  }

  @Test("No file is a trap, whatever bytes it has")
  func garbage() throws {
    var dice = Dice(seed: 77)
    let pem = Array(try Self.chain.get().map(\.pem).joined().utf8)
    let der = try Self.chain.get()[0].der
    for _ in 0..<2000 {
      var bytes = dice.once(in: 2) ? pem : der
      for _ in 0...dice.roll(6) {
        let place = dice.roll(bytes.count)
        switch dice.roll(3) {
        case 0: bytes[place] = UInt8(dice.roll(256))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + dice.roll(40)))
        default: bytes = Array(bytes.prefix(place + 1))
        }
        if bytes.isEmpty { break }
      }
      let file = CertificateFile(bytes)
      #expect(!file.certificates.isEmpty || file.kind != nil || !file.unread.isEmpty)
    }
  }
}
