import type {
  AlertBlock as Alert,
  ContextBlock as Context,
  ImageBlock as Image,
  ImageElement,
  SectionBlock as Section,
} from '@slack/types';
import { useState } from 'react';
import { placed } from '../placed.ts';
import { ElementView } from './ElementView.tsx';
import { Text, wordsOf } from './Text.tsx';

export function SectionBlock({ block, blockId }: { block: Section; blockId: string }) {
  const { text, fields, accessory } = block;
  return (
    <div className="section">
      <div className="section-text">
        {text && <Text text={text} />}
        {fields && (
          <div className="fields">
            {placed(fields, (field, key) => (
              <div key={key} className="field">
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          {accessory.type === 'image' ? (
            <Picture image={accessory} className="thumbnail" />
          ) : (
            <ElementView element={accessory} blockId={blockId} label={wordsOf(text)} />
          )}
        </div>
      )}
    </div>
  );
}

export function ContextBlock({ block }: { block: Context }) {
  return (
    <div className="context">
      {placed(block.elements, (element, key) =>
        element.type === 'image' ? (
          <Picture key={key} image={element} className="icon" />
        ) : (
          <Text key={key} text={element} />
        ),
      )}
    </div>
  );
}

export function ImageBlock({ block }: { block: Image }) {
  return (
    <figure>
      {block.title && (
        <figcaption>
          <Text text={block.title} />
        </figcaption>
      )}
      <Picture image={block} className="picture" />
    </figure>
  );
}

/** The sandbox loads nothing from elsewhere, so another site's picture shows as its description. */
function Picture({ image, className }: { image: Image | ImageElement; className: string }) {
  const [failed, setFailed] = useState(false);
  const url = 'image_url' in image ? image.image_url : undefined;
  const own =
    url !== undefined && (url.startsWith('data:image/') || new URL(url, location.href).origin === location.origin);
  if (!own || failed) {
    return (
      <span className={`${className} placeholder`} role="img" aria-label={image.alt_text} title={image.alt_text}>
        {className === 'icon' ? '▣' : image.alt_text}
      </span>
    );
  }
  return <img className={className} src={url} alt={image.alt_text} onError={() => setFailed(true)} />;
}

export function AlertBlock({ block }: { block: Alert }) {
  return (
    <div className={`alert alert-${block.level ?? 'default'}`} role="note">
      <Text text={block.text} />
    </div>
  );
}
