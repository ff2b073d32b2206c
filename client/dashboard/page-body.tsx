import type { Language } from '../i18n/choose-language.js';
import { scrollable } from '../react/scrollable.js';
import type { SamplePage } from './samples.js';
import type { DevelopmentInfo } from './use-development-info.js';
import { wordsOf } from './words.js';

/** Figures and a table: what the consultant looks at while asking. */
export function PageBody(props: { page: SamplePage; language: Language; info: DevelopmentInfo }) {
  const { page, language, info } = props;
  const words = wordsOf(language);
  return (
    <main className="main">
      <p className="crumb">{page.crumb}</p>
      <h1>{page.title}</h1>
      <dl className="figures">
        {page.figures.map((figure) => (
          <div key={figure.label}>
            <dt>{figure.label}</dt>
            <dd>{figure.value}</dd>
          </div>
        ))}
      </dl>
      <div className="sheet" {...scrollable}>
        <table>
          <thead>
            <tr>
              {page.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, index) => (
                  <td key={page.columns[index]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {info.modelIsStandIn !== null && (
        <p className="note">{info.modelIsStandIn ? words.standIn : words.bedrock}</p>
      )}
    </main>
  );
}
