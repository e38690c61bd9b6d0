import Lab
import Screens
import Testing

@testable import Commands

@Suite("A session that was not recorded") struct UnrecordedTests {
  @Test("No secret is named that would open it: nothing would")
  func nothingOpens() {
    var interpreter = Interpreter(Lab(seed: 5))
    for line in ["record off", "connect kx=rsa", "compromise server.key"] {
      #expect(interpreter.execute(line).error == nil, "\(line)")
    }
    for line in ["cascade", "knowledge"] {
      let text = Layout(width: 200).text(of: interpreter.execute(line).page)
      #expect(text.contains("the tap was off"), "\(text)")
      #expect(!text.contains("missing:") && !text.contains("would do"), "\(text)")
      #expect(!text.contains("STILL IN MEMORY"), "\(text)")
    }
  }

  @Test("What is recorded and stays closed has its secrets named")
  func sealed() {
    var interpreter = Interpreter(Lab(seed: 5))
    _ = interpreter.execute("connect kx=rsa")
    let text = Layout(width: 200).text(of: interpreter.execute("cascade").page)
    #expect(text.contains("would do"), "\(text)")
  }
}
