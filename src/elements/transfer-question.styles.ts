import { css } from 'lit';

export default css`
  [part='question'] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 10px;
    padding: 10px;
    border: 1px solid var(--_warning);
    border-radius: var(--_radius);
    font-size: 13px;
  }
  [part='question'] p {
    flex: 1 0 100%;
    overflow-wrap: anywhere;
  }
  [part='question'] button {
    flex: 1 1 auto;
    max-inline-size: 100%;
    border-color: var(--_border);
    overflow-wrap: anywhere;
  }
  [part='question'] bdi {
    unicode-bidi: isolate;
  }
`;
