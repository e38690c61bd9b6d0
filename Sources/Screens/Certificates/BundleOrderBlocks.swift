import Explanations
import X509

/// That certificates come in the wrong order, which this verifier puts right and others do not.
enum BundleOrderBlocks {
  static func rows(_ sent: [Certificate]) -> [Block] {
    BundleOrder(sent).map { [.labelled("order", Line($0.words, .warning))] } ?? []
  }
}

extension BundleOrder {
  var words: String {
    switch self {
    case .authorityFirst: said(.failure, "order.authority-first")
    case .mixed: said(.failure, "order.mixed")
    case .repeated(let one): said(.failure, "order.repeated", ["name": one.shortName])
    case .stranger(let one): said(.failure, "order.stranger", ["name": one.shortName])
    case .circle: said(.failure, "order.circle")
    }
  }
}

extension Certificate {
  /// The common name, or where there is none all of the name.
  fileprivate var shortName: String { subjectCommonName ?? subject }
}
