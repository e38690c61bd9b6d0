import Foundation
import Testing

@testable import Console

@Suite("The history is kept, private and short")
struct HistoryFileTests {
  @Test func linesComeBackInOrderAndForTheirOwnerAlone() throws {
    let root = try TemporaryFolder()
    let history = HistoryFile(url: root.file("state/tlslab/history"))
    #expect(history.load() == [])
    try history.append("connect kx=rsa")
    try history.append("send client \"grüße\"")
    #expect(history.load() == ["connect kx=rsa", "send client \"grüße\""])
    let attributes = try FileManager.default.attributesOfItem(atPath: history.url.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func theNewestLinesStay() throws {
    let root = try TemporaryFolder()
    let history = HistoryFile(url: root.file("history"), limit: 3)
    for number in 1...7 { try history.append("\(number)") }
    #expect(history.load() == ["5", "6", "7"])
    try history.trim()
    #expect(try String(contentsOf: history.url, encoding: .utf8) == "5\n6\n7\n")
  }
}
