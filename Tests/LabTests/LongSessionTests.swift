import Lab
import TLSKeys
import Testing

@Suite("A long session") struct LongSessionTests {
  @Test("is played to its end, and its way back ends where it would fill the memory")
  func long() throws {
    var lab = try preparedLab()
    try lab.connect([("version", "1.3"), ("scenario", "echo")])
    for number in 0..<400 { try lab.send("word \(number)", from: .client) }
    let session = try #require(lab.currentSession)
    #expect(session.isAtRest && session.steps.count > 2_000)
    let last = session.applicationData(from: .server, on: .direct).last
    #expect(last.map { String(decoding: $0, as: UTF8.self) } == "word 399")
    #expect(lab.stepsBack == 0)
    #expect(throws: LabError.atTheStart) { try lab.back() }
  }
}
