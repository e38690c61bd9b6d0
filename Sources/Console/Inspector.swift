public import Commands
import Lab
import Platform
import Screens

/// `tlslab inspect`: shows a chain of certificates and what verifying it finds.
public struct Inspector {
  private let appearance: Appearance
  private let json: Bool

  public init(appearance: Appearance, json: Bool) {
    self.appearance = appearance
    self.json = json
  }

  /// - Returns: how the program is to end: well, if no check failed.
  public func run(_ choices: CertificateInspection.Choices) -> ExitStatus {
    let renderer = Renderer(appearance: appearance, hints: false)
    do throws(CommandError) {
      let inspection = try CertificateInspection(choices)
      Terminal.write(
        json ? Shown(inspection.data.text + "\n") : renderer.shown(inspection.page))
      return inspection.status
    } catch {
      Terminal.complain(renderer.shown(error.page))
      return error.status
    }
  }
}
