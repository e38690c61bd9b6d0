import Applications
import Lab
import Testing

@Suite("Words are tried on what was read, and nobody is asked")
struct GuessingTests {
  @Test func aDigestThatWasReadGivesThePassword() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa"), ("version", "1.2")])
    #expect(lab.guess(CommonPasswords.words).isEmpty)
    try lab.compromise(.serverKey)
    let guess = try #require(lab.guess(CommonPasswords.words).first)
    #expect(guess.found == SIPAccount.ada.password)
    #expect(CommonPasswords.words[guess.tries - 1] == guess.found)
    #expect(lab.guess(["wrong", "Analytical-Engine", ""]).map(\.found) == [nil])
  }

  @Test(arguments: [
    [("version", "1.3"), ("kx", "psk")], [("version", "1.3")],
    [("version", "1.2"), ("kx", "psk")],
  ])
  func aSharedKeyThatIsAWord(settings: [(String, String)]) throws {
    var lab = try preparedLab()
    try lab.connect(
      settings.map { (key: $0.0, value: $0.1) } + [("psk", "phone-17:hunter2")])
    let guesses = lab.guess(CommonPasswords.words)
    #expect(guesses.map(\.found) == ["hunter2"])
    lab.take(guesses)
    let opens = settings.contains { $0 == ("kx", "psk") }
    #expect(lab.vault.map(\.state) == [opens ? .open : .sealed])
    #expect(lab.guess(["hunter3"]).allSatisfy { $0.found == nil })
  }

  @Test func withEphemeralKeysBesideItNothingShowsInTLS12() throws {
    var lab = try preparedLab()
    try lab.connect([("version", "1.2"), ("kx", "dhe-psk"), ("psk", "phone-17:hunter2")])
    #expect(lab.guess(CommonPasswords.words).isEmpty)
  }

  @Test func theListIsAThousandWords() {
    #expect(CommonPasswords.words.count == 1000)
    #expect(Set(CommonPasswords.words).count == 1000)
  }
}
