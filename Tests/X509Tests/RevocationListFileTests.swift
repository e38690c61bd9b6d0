import CryptoPrimitives
import OpenSSLProgram
import Testing
import X509

@Suite("Files with lists of revoked certificates")
struct RevocationListFileTests {
  private let forger: Forger
  private let list: RevocationList

  init() throws {
    forger = try Forger()
    list = try forger.list()
  }

  private func read(_ text: String) -> RevocationListFile { RevocationListFile(Array(text.utf8)) }

  @Test("A damaged list beside good ones is told, with its line and what is wrong")
  func damage() throws {
    let lines = list.pem.split(separator: "\n").count
    let odd = "-----BEGIN X509 CRL-----\n!!!!\n-----END X509 CRL-----\n"
    let short = RevocationList(der: Array(list.der.dropLast(20))).pem
    let file = read(list.pem + odd + list.pem + short)
    #expect(file.lists == [list, list])
    #expect(file.unread.map(\.number) == [2, 4] && file.unread.allSatisfy(\.isList))
    #expect(file.unread.map(\.line) == [lines + 1, 2 * lines + 4])
    #expect(file.unread.first?.reason == .text(.notBase64(line: lines + 2)))
    for alone in [odd, short] {
      #expect(read(alone).lists.isEmpty && read(alone).unread.count == 1)
    }
    #expect(RevocationListFile(Array(list.der.dropLast(4))).lists.isEmpty)
    #expect(read("a word").unread.isEmpty && read(forger.authority.certificate.pem).unread.isEmpty)
  }

  @Test("In DER, several behind each other, and in a frame that openssl made")
  func forms() throws {
    #expect(RevocationListFile(list.der).lists == [list])
    #expect(RevocationListFile(list.der + list.der).lists == [list, list])
    let folder = try ScratchFolder()
    try folder.write("list", Array(list.pem.utf8))
    for form in ["PEM", "DER"] {
      let frame = try OpenSSLProgram.run([
        "crl2pkcs7", "-in", folder.path("list"), "-outform", form,
      ])
      #expect(RevocationListFile(frame).lists == [list])
      #expect(CertificateFile(frame).kind == .pkcs7Lists)
    }
  }

  @Test("No file is a trap, whatever bytes it has")
  func garbage() {
    var dice = Dice(seed: 5)
    for start in [Array(list.pem.utf8), list.der] {
      for _ in 0..<500 {
        var bytes = start
        for _ in 0...dice.roll(4) where !bytes.isEmpty {
          let place = dice.roll(bytes.count)
          if dice.once(in: 2) {
            bytes[place] = UInt8(dice.roll(256))
          } else {
            bytes.remove(at: place)
          }
        }
        _ = RevocationListFile(bytes)
      }
    }
  }
}
